using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Bindings;

/// <summary>An optimizer's fixture runs several steps: the method is called once a step, with the state that the step before left.</summary>
public static class OptimizerBinding
{
    /// <summary>The parameters after each step, and each state after each step, by the fixture's names.</summary>
    public static (double[] Output, IReadOnlyDictionary<string, double[]> States) Run(ILossLibrary library, Binding binding, FixtureCase c)
    {
        int steps = c.Dims["T"], size = c.Dims["P"];
        bool stateless = binding.Method(c).EndsWith("Sgd", StringComparison.Ordinal) && !c.Params.ContainsKey("momentum");
        var vector = new FixtureArray(["P"], [size], "float", null, 0, []);
        double[] w = c.Inputs["w"].Data;
        var state = c.States.Keys.ToDictionary(name => name, _ => new double[size]);
        var output = new List<double>();
        var states = c.States.Keys.ToDictionary(name => name, _ => new List<double>());
        for (int step = 0; step < steps; step++)
        {
            var tensors = new Dictionary<string, FixtureArray>
            {
                ["w"] = vector with { Data = w },
                ["grad"] = vector with { Data = c.Inputs["grads"].Data[(step * size)..((step + 1) * size)] },
            };
            var options = binding.Options(c);
            if (!stateless)
            {
                foreach (var (name, value) in state) tensors[binding.ParameterName(name)] = vector with { Data = value };
                options["step"] = step + 1.0;
            }

            var results = library.Run(new(binding.Method(c), tensors, options, null, [])).Results;
            w = results[0].Data;
            output.AddRange(w);
            foreach (string name in state.Keys.ToList())
            {
                if (!stateless) state[name] = results.Single(r => r.Name == binding.ParameterName(name)).Data;
                states[name].AddRange(state[name]);
            }
        }

        return ([.. output], states.ToDictionary(s => s.Key, s => s.Value.ToArray()));
    }
}

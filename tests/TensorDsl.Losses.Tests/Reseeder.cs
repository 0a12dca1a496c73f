using System.Text.Json;
using TensorDsl.LossTests.Bindings;
using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

/// <summary>
/// Writes fresh random cases of every bound function in the fixtures' format, with the interpreter as the oracle. Shapes, numbers and
/// optional inputs are drawn anew and params are mixed over all values that the function's public cases have, so combinations appear that
/// those cases do not have (weight with smoothing with ignored labels with a sum).
/// </summary>
public sealed class Reseeder(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Writes one file a function into a folder.</summary>
    public void Write(string folder, int casesPerFunction)
    {
        Directory.CreateDirectory(folder);
        var options = new JsonSerializerOptions { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
        foreach (var group in FixtureFolder.Read(FixtureFolder.Public).GroupBy(c => c.Function))
        {
            if (BindingTable.NotYet.Contains(group.Key)) continue;
            var known = group.ToList();
            var cases = Enumerable.Range(0, casesPerFunction).Select(i => Serializable(Draw(known, i))).ToList();
            var file = new { name = group.Key, seed, cases };
            File.WriteAllText(Path.Combine(folder, group.Key + ".json"), JsonSerializer.Serialize(file, options));
        }
    }

    /// <summary>A fresh case of a function, given its public ones.</summary>
    public FixtureCase Draw(IReadOnlyList<FixtureCase> known, int number)
    {
        var model = known[_random.Next(known.Count)];
        var binding = BindingTable.Of(model);
        var options = known.Where(k => SameOptions(k, model, binding)).ToList();
        var kin = options.Where(k => SameShapes(k, model)).ToList();
        var dims = model.Dims.ToDictionary(d => d.Key, d => d.Key == "1" ? 1 : _random.Next(binding.Least.GetValueOrDefault(d.Key, 2), 12));
        var parameters = model.Params.ToDictionary(p => p.Key, p => Mixed(p.Key, p.Value));
        bool ignores = parameters.TryGetValue("ignore_index", out object? ignored);
        var inputs = options.SelectMany(k => k.Inputs.Keys).Distinct().Where(IsWanted).ToDictionary(name => name, Fresh);
        var draft = model with
        {
            Id = $"seed{seed}_{number}",
            Dims = dims,
            Params = parameters,
            Inputs = inputs,
            Gradients = new Dictionary<string, double[]>(),
            Upstream = null,
            OutputError = 0,
            GradientErrors = new Dictionary<string, double>(),
            Note = "the oracle is the interpreter",
        };
        return Solved(draft, binding, kin);

        object? Mixed(string name, object? own)
        {
            if (binding.Structural.Contains(name)) return own;
            // Unreduced results have dims, which only a case of these shapes tells.
            var seen = options.Select(k => k.Params[name]).Distinct()
                .Where(v => name != "reduction" || !"none".Equals(v) || kin.Any(k => k.Text("reduction") == "none")).ToList();
            return seen[_random.Next(seen.Count)];
        }

        bool IsWanted(string name)
            => options.All(k => k.Inputs.ContainsKey(name)) || (IsOptional(name) ? _random.Next(2) == 0 : model.Inputs.ContainsKey(name));

        // An option's tensor may come or go on its own; others (logit_scale in the place of temperature) come with params.
        bool IsOptional(string name) => name is "weight" or "pos_weight" or "sigma" or "negative";

        FixtureArray Fresh(string name)
        {
            var like = kin.Concat(options).First(k => k.Inputs.ContainsKey(name)).Inputs[name];
            int[] extents = [.. like.Dims.Select(d => dims[d])];
            int length = extents.Aggregate(1, (a, b) => a * b);
            int classes = like.IndexInto is null ? 0 : dims[like.IndexInto];
            double[] data = like.Type switch
            {
                "index" => [.. Numbers(length, () => ignores && _random.Next(5) == 0 ? (double)ignored! : _random.Next(classes))],
                "bool" => [.. Numbers(length, () => _random.Next(2))],
                _ => Real(binding.Domains.GetValueOrDefault(name), length, extents.Length == 0 ? 1 : extents[^1], parameters),
            };
            return like with { Extents = extents, ClassExtent = classes, Data = data };
        }
    }

    private FixtureCase Solved(FixtureCase draft, Binding binding, IReadOnlyList<FixtureCase> kin)
    {
        if (draft.States.Count > 0)
        {
            var (steps, states) = OptimizerBinding.Run(InterpretedLibrary.Instance, binding, draft);
            return draft with { Output = draft.Output with { Data = steps }, States = states };
        }

        string[] wanted = [.. kin.SelectMany(k => k.Gradients.Keys).Distinct().Where(draft.Inputs.ContainsKey)];
        var dims = kin.FirstOrDefault(k => k.Text("reduction") == draft.Text("reduction"))?.Output.Dims ?? [];
        int length = draft.Length(dims);
        double[]? upstream = dims.Count == 0 ? null : Numbers(length, Normal);
        var output = new FixtureArray(dims, [.. dims.Select(d => draft.Dims[d])], "float", null, 0, new double[length]);
        var asked = draft with { Output = output, Upstream = upstream, Gradients = wanted.ToDictionary(w => w, _ => Array.Empty<double>()) };
        var outcome = InterpretedLibrary.Instance.Run(binding.Call(asked));
        var solved = asked with
        {
            Output = output with { Data = outcome.Results[0].Data },
            Gradients = wanted.ToDictionary(w => w, w => outcome.Gradients[binding.ParameterName(w)]),
        };
        return WithErrors(solved, binding);
    }

    /// <summary>
    /// The fixtures' error of a float run: that of the interpreter with every value rounded to float. One run can be lucky, so it is also how far
    /// the exact results move when every input moves by half of its last float bit: near a pole (a cosine of almost 1, a column that is almost
    /// constant) that is much more than the last bit of the result.
    /// </summary>
    private FixtureCase WithErrors(FixtureCase c, Binding binding)
    {
        double output = 0;
        var gradients = c.Gradients.Keys.ToDictionary(name => name, _ => 0.0);
        Compare(InterpretedLibrary.InFloat.Run(binding.Call(c)));
        for (int trial = 0; trial < 4; trial++)
        {
            var moved = c.Inputs.ToDictionary(i => i.Key, i => i.Value.Type == "float" ? i.Value with { Data = [.. i.Value.Data.Select(Rounded)] } : i.Value);
            Compare(InterpretedLibrary.Instance.Run(binding.Call(c with { Inputs = moved })));
        }

        return c with { OutputError = output, GradientErrors = gradients };

        void Compare(TemplateOutcome outcome)
        {
            output = Math.Max(output, Difference(outcome.Results[0].Data, c.Output.Data));
            foreach (var (name, want) in c.Gradients)
                gradients[name] = Math.Max(gradients[name], Difference(outcome.Gradients[binding.ParameterName(name)], want));
        }

        double Rounded(double x) => x == 0 ? 0 : x + (_random.Next(2) * 2 - 1) * 0.5 * (MathF.BitIncrement((float)Math.Abs(x)) - (float)Math.Abs(x));

        static double Difference(double[] got, double[] want)
        {
            double largest = want.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            double off = got.Zip(want, (g, w) => Math.Abs(g - w)).Where(double.IsFinite).DefaultIfEmpty().Max();
            return largest > 0 ? off / largest : 0;
        }
    }

    /// <summary>Cases whose params may be mixed: the same binding, the same params given, the same values of those that belong to the data.</summary>
    private static bool SameOptions(FixtureCase a, FixtureCase b, Binding binding)
        => BindingTable.Of(a) == binding
            && a.Params.Keys.Order().SequenceEqual(b.Params.Keys.Order())
            && a.States.Keys.Order().SequenceEqual(b.States.Keys.Order())
            && binding.Structural.All(s => Equals(a.Params.GetValueOrDefault(s), b.Params.GetValueOrDefault(s)));

    private static bool SameShapes(FixtureCase a, FixtureCase b)
        => a.Inputs.Keys.Intersect(b.Inputs.Keys).All(i => a.Inputs[i].Dims.SequenceEqual(b.Inputs[i].Dims));

    private double[] Real(Domain domain, int length, int row, IReadOnlyDictionary<string, object?> parameters)
    {
        // kl_div's target holds logarithms when it says so.
        if (domain == Domain.Probabilities && parameters.TryGetValue("log_target", out object? log) && log is true) domain = Domain.LogProbabilities;
        return domain switch
        {
            Domain.Normal => Numbers(length, Normal),
            Domain.Probabilities => Rows(length, row, p => p),
            Domain.LogProbabilities => Rows(length, row, Math.Log),
            Domain.Fractions => Numbers(length, () => 0.05 + 0.9 * _random.NextDouble()),
            Domain.Bits => Numbers(length, () => _random.Next(2)),
            Domain.Signs => Numbers(length, () => 2 * _random.Next(2) - 1),
            Domain.Positive => Numbers(length, () => 0.2 + 2.8 * _random.NextDouble()),
            Domain.SmallIntegers => Numbers(length, () => _random.Next(4)),
            Domain.Scale => Numbers(length, () => 0.5 + 0.2 * Normal()),
            _ => throw new InvalidOperationException($"No numbers for {domain}"),
        };
    }

    private double[] Rows(int length, int row, Func<double, double> map)
    {
        double[] data = Numbers(length, () => 0.05 + _random.NextDouble());
        for (int start = 0; start < length; start += row)
        {
            double sum = data.AsSpan(start, row).ToArray().Sum();
            for (int i = start; i < start + row; i++) data[i] = (float)map(data[i] / sum);
        }

        return data;
    }

    /// <summary>Numbers are rounded to float, so that both precisions compute on the same ones.</summary>
    private static double[] Numbers(int length, Func<double> next)
    {
        double[] data = new double[length];
        for (int i = 0; i < length; i++) data[i] = (float)next();
        return data;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private static object Serializable(FixtureCase c) => new Dictionary<string, object?>
    {
        ["id"] = c.Id,
        ["dims"] = c.Dims,
        ["inputs"] = c.Inputs.ToDictionary(i => i.Key, i => Serializable(i.Value)),
        ["params"] = c.Params.ToDictionary(p => p.Key, p => p.Value is double.PositiveInfinity ? "inf" : p.Value),
        ["output"] = Serializable(c.Output),
        ["grad_output"] = c.Upstream,
        ["gradients"] = c.Gradients,
        ["f32_error"] = new { output = c.OutputError, gradients = c.GradientErrors },
        ["states"] = c.States.ToDictionary(s => s.Key, s => new { data = s.Value }),
        ["note"] = c.Note,
    };

    private static Dictionary<string, object> Serializable(FixtureArray a)
    {
        var array = new Dictionary<string, object> { ["dims"] = a.Dims, ["type"] = a.Type, ["data"] = a.Data };
        if (a.IndexInto is not null) array["index_into"] = a.IndexInto;
        return array;
    }
}

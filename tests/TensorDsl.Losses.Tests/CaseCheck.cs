using System.Globalization;
using TensorDsl.LossTests.Bindings;
using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

/// <summary>Runs a case in some way of execution and compares values, states and gradients with the fixture's.</summary>
public static class CaseCheck
{
    /// <param name="allowed">The tolerance: case, wanted entry, largest wanted entry, the fixture's float error.</param>
    public static void Run(ILossLibrary library, FixtureCase c, Func<FixtureCase, double, double, double, double> allowed)
    {
        var binding = BindingTable.Of(c);
        var faults = new List<string>();
        if (c.States.Count > 0)
        {
            var (output, states) = OptimizerBinding.Run(library, binding, c);
            Compare("output", output, c.Output.Data, c.OutputError);
            foreach (var (name, want) in c.States) Compare(name, states[name], want, c.OutputError);
        }
        else
        {
            var outcome = library.Run(binding.Call(c));
            Compare("output", outcome.Results.Single().Data, c.Output.Data, c.OutputError);
            foreach (var (name, want) in c.Gradients)
            {
                double[] got = outcome.Gradients[binding.ParameterName(name)];
                Compare($"gradient of {name}", got, want, c.GradientErrors.TryGetValue(name, out double error) ? error : 0);
            }
        }

        Assert.True(faults.Count == 0, $"{c} ({binding.Method(c)}) {c.Note}\n{string.Join("\n", faults)}");

        void Compare(string what, double[] got, double[] want, double error)
        {
            if (got.Length != want.Length)
            {
                faults.Add($"{what}: {got.Length} entries instead of {want.Length}");
                return;
            }

            double largest = want.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            int bad = 0;
            for (int i = 0; i < got.Length; i++)
            {
                bool same = double.IsFinite(want[i])
                    ? Math.Abs(got[i] - want[i]) <= allowed(c, want[i], largest, error)
                    : got[i].Equals(want[i]);
                if (!same && bad++ < 3)
                    faults.Add(string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: {got[i]:R} instead of {want[i]:R} (off by {got[i] - want[i]:G3}, allowed {allowed(c, want[i], largest, error):G3})"));
            }

            if (bad > 3) faults.Add($"{what}: {bad} of {got.Length} entries are off");
        }
    }
}

using System.Reflection;
using TensorDsl.Generators.Ir;
using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests.Sizes;

/// <summary>
/// Every template of the library, forward and backward, on the GPU against the CPU in double, at sizes that no tile and no group divides: several
/// blocks of 64 rows and columns with remainders, rows longer than a group's lanes.
/// </summary>
public class AllTemplatesTests
{
    private const double Tolerance = 2e-4;

    private static readonly Dictionary<string, TemplateIndex.Template> s_templates = TemplateIndex.All.ToDictionary(t => t.Key);

    public static TheoryData<string> Keys => [.. s_templates.Where(t => !CpuOnly.Templates.ContainsKey(t.Value.Function.Name)).Select(t => t.Key).Order(StringComparer.Ordinal)];

    [GpuTheory]
    [MemberData(nameof(Keys))]
    public void Beyond_a_tile(string key) => Same(key, dim => dim switch { "N" => 131, "M" => 70, "D" or "P" => 37, "C" => 67, "K" => 3, _ => 66 });

    [GpuTheory]
    [MemberData(nameof(Keys))]
    public void Of_one_element(string key) => Same(key, _ => 1);

    private static void Same(string key, Func<string, int> extent)
    {
        var template = s_templates[key];
        var axes = template.Function.Parameters.SelectMany(p => p.Axes).Select(a => a.Dim).Distinct().ToList();
        var call = RandomCall.Of(template.Function, MethodOf(template), d => Math.Min(extent(d), axes.Count > 3 ? 9 : int.MaxValue), 7);
        bool differentiable = template.Type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Any(m => m.Name == template.Function.Name + "Gradient" || m.Name == template.Function.Name + "Backward");
        if (!differentiable) call = call with { Gradients = [] };
        var expected = GeneratedLibrary<double>.Instance.Run(call);
        var got = GpuLibrary.Instance.Run(call);
        for (int i = 0; i < expected.Results.Count; i++) Close(expected.Results[i].Data, got.Results[i].Data, $"result {i}");
        foreach (var (name, want) in expected.Gradients) Close(want, got.Gradients[name], $"gradient of {name}");
    }

    /// <summary>Relative to the largest element: small gradients are differences of large terms.</summary>
    private static void Close(double[] expected, double[] got, string what)
    {
        Assert.Equal(expected.Length, got.Length);
        double scale = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = double.IsFinite(expected[i]) ? Math.Abs(expected[i] - got[i]) <= Tolerance * (scale + 1e-3) : expected[i].Equals(got[i]);
            Assert.True(same, $"{what}[{i}]: {got[i]:R} instead of {expected[i]:R} (largest {scale:G3})");
        }
    }

    /// <summary>"M:TensorDsl.Losses.Mse``2(…)" → "Losses.Mse".</summary>
    private static string MethodOf(TemplateIndex.Template template)
    {
        string[] parts = template.Key[2..template.Key.IndexOfAny(['`', '('])].Split('.');
        return $"{parts[^2]}.{parts[^1]}";
    }
}

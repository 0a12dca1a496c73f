using System.Globalization;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Tests;

namespace TensorDsl.LossTests.Execution;

/// <summary>
/// Executes the compiled templates that the library's assembly carries, with naive loops: parser, linker and differentiation are the
/// product's, but no scheduling and no emitted code.
/// </summary>
public sealed class InterpretedLibrary : ILossLibrary
{
    /// <summary>In double.</summary>
    public static readonly InterpretedLibrary Instance = new(Interpreter.Run);

    /// <summary>With every intermediate value rounded to float.</summary>
    public static readonly InterpretedLibrary InFloat = new(Interpreter.RunInFloat);

    private readonly Func<Function, IReadOnlyDictionary<string, int>, object[], double[][]> _run;

    private InterpretedLibrary(Func<Function, IReadOnlyDictionary<string, int>, object[], double[][]> run) => _run = run;

    public TemplateOutcome Run(TemplateCall call)
    {
        var template = TemplateIndex.Of(call).Function;
        var extents = Extents(template, call);
        var choices = new Dictionary<int, long>();
        for (int i = 0; i < template.Parameters.Count; i++)
            if (template.Parameters[i].Kind is ParameterKind.Bool or ParameterKind.Enum) choices[i] = Choice(template.Parameters[i], call);
        var f = Specialize.Run(template, choices);
        object[] arguments = [.. f.Parameters.Select(p => Argument(p, call))];
        double[][] values = _run(f, extents, arguments);
        var results = f.Results.Select((r, i) => new TemplateResult(r.Name, [.. r.Axes.Select(a => a.ToString())], values[i])).ToList();
        return new(results, call.Gradients.Count == 0 ? new Dictionary<string, double[]>() : Gradients(f, extents, arguments, call));
    }

    private Dictionary<string, double[]> Gradients(Function f, IReadOnlyDictionary<string, int> extents, object[] arguments, TemplateCall call)
    {
        bool scalar = f.Results.Count == 1 && f.Results[0].Axes.Count == 0;
        var g = scalar ? Differentiate.Gradient(f) : Differentiate.Backward(f);
        object upstream = scalar ? call.Upstream?[0] ?? 1.0 : call.Upstream!;
        double[][] values = _run(g, extents, [.. arguments, upstream]);
        var gradients = new Dictionary<string, double[]>();
        for (int i = 0; i < g.Results.Count; i++)
            if (g.Results[i].Gradient >= 0) gradients[g.Parameters[g.Results[i].Gradient].Name] = values[i];
        return gradients;
    }

    private static Dictionary<string, int> Extents(Function f, TemplateCall call)
    {
        var extents = new Dictionary<string, int>();
        foreach (var p in f.Parameters.Where(TemplateIndex.IsTensor))
        {
            var tensor = call.Tensors[p.Name];
            for (int i = 0; i < p.Axes.Count; i++) Set(p.Axes[i].Dim, tensor.Extents[i], p.Name);
            if (p.Class is { } c) Set(c.Dim, tensor.ClassExtent, p.Name);
        }

        return extents;

        void Set(string dim, int extent, string parameter)
        {
            if (!extents.TryAdd(dim, extent) && extents[dim] != extent)
                throw new InvalidOperationException($"{call.Method}: {dim} is {extent} in '{parameter}' but {extents[dim]} before");
        }
    }

    private static object Argument(Parameter p, TemplateCall call) => p.Kind switch
    {
        ParameterKind.Tensor => call.Tensors[p.Name].Data,
        ParameterKind.Scalar => call.Tensors[p.Name].Data[0],
        ParameterKind.Mask => call.Tensors[p.Name].Data.Select(v => v != 0).ToArray(),
        ParameterKind.Labels => call.Tensors[p.Name].Data.Select(v => (int)v).ToArray(),
        ParameterKind.Int => (int)Number(p, call),
        ParameterKind.Float => Number(p, call),
        _ => (int)Choice(p, call),
    };

    private static double Number(Parameter p, TemplateCall call)
    {
        if (call.Options.TryGetValue(p.Name, out object? given)) return (double)given;
        if (p.Default is null) throw new InvalidOperationException($"{call.Method}: '{p.Name}' is not given and has no default");
        return double.Parse(p.Default.TrimEnd('f', 'F', 'd', 'D'), CultureInfo.InvariantCulture);
    }

    private static long Choice(Parameter p, TemplateCall call)
    {
        object given = call.Options.TryGetValue(p.Name, out object? value) ? value : p.Default ?? throw new InvalidOperationException($"'{p.Name}' is not given");
        if (p.Kind == ParameterKind.Bool) return given is true or "true" ? 1 : 0;
        string name = ((string)given)[(((string)given).LastIndexOf('.') + 1)..];
        foreach (var member in p.EnumValues)
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)) return member.Value;
        throw new InvalidOperationException($"{call.Method}: '{p.Name}' has no value {given}");
    }
}

using System.Globalization;
using System.Text;

namespace TensorDsl.Generators.Ir;

/// <summary>
/// Prints a function deterministically, one instruction a line:
/// <code>
/// InfoNce(x: [N, D], t: float)
///   %0 : [N, D] = x
///   %3 : [N, N'] = LogSumExp&lt;N'&gt; %2
///   return [N] %3
/// </code>
/// Numbers are not marked; masks and positions are, as "mask [N]" and "index [N]".
/// </summary>
public static class IrPrinter
{
    public static string Print(Function f)
    {
        var text = new StringBuilder();
        text.Append(f.Name).Append('(').Append(string.Join(", ", f.Parameters.Select(Declaration))).Append(")\n");
        for (int id = 0; id < f.Code.Count; id++) text.Append("  ").Append(Line(f, id)).Append('\n');
        foreach (var result in f.Results)
        {
            text.Append("  return ");
            if (result.Name is { } name) text.Append(name).Append(": ");
            text.Append(List(result.Axes)).Append(" %").Append(result.Value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One instruction, without an end of line: "%3 : [N, N'] = Exp %2".</summary>
    public static string Line(Function f, int id) => $"%{id} : {TypeOf(f.Code[id])} = {Body(f, f.Code[id])}";

    private static string Body(Function f, Instr instr) => instr switch
    {
        Input i => i.Parameter >= 0 && i.Parameter < f.Parameters.Count ? f.Parameters[i.Parameter].Name : $"parameter {i.Parameter}",
        Constant c => c.Text,
        MaskConstant c => c.Value ? "true" : "false",
        Extent e => $"Extent {e.Dim}",
        Position p => $"Position {p.Axis}",
        Map m => $"{m.Op} {Values(m.Args)}",
        Reduce r => $"{r.Op}<{string.Join(", ", r.Over)}> %{r.Arg}",
        Rename r => $"Rename {r.From}->{r.To} %{r.Arg}",
        Gather g => $"Gather<{g.On}> %{g.Arg} at %{g.Index}",
        Scatter s => $"Scatter<{s.On}> %{s.Arg} at %{s.Index} over {string.Join(", ", s.Over)}",
        TopK t => $"TopK<{t.Over}> %{t.Arg} count %{t.Count}",
        SingularValues s => $"SingularValues<{s.Rows}, {s.Columns}> %{s.Arg}",
        SingularValuesGradient s => $"SingularValuesGradient<{s.Rows}, {s.Columns}> %{s.Arg} upstream %{s.Upstream}",
        Choose c => $"Choose {Parameter(f, c.Parameter)} " + string.Join(", ", c.Arms.Select((arm, i) => (i < c.Values.Count ? $"{c.Values[i]}: " : "else: ") + $"%{arm}")),
        Call c => $"Call {c.Key}<{string.Join(", ", c.Dims)}>({Values(c.Args)}) result {c.Result}",
        _ => throw new InvalidOperationException($"IrPrinter: {instr.GetType().Name}"),
    };

    private static string Parameter(Function f, int index) => index >= 0 && index < f.Parameters.Count ? f.Parameters[index].Name : $"parameter {index}";

    private static string Values(IEnumerable<int> ids) => string.Join(", ", ids.Select(id => $"%{id}"));

    private static string TypeOf(Instr instr) => instr.Type switch
    {
        ValueType.Mask => "mask " + List(instr.Axes),
        ValueType.Index => "index " + List(instr.Axes),
        _ => List(instr.Axes),
    };

    private static string List(IEnumerable<Axis> axes) => $"[{string.Join(", ", axes)}]";

    private static string Declaration(Parameter p) => p.Kind switch
    {
        ParameterKind.Tensor => $"{p.Name}: {List(p.Axes)}",
        ParameterKind.Scalar => $"{p.Name}: []",
        ParameterKind.Mask => $"{p.Name}: mask {List(p.Axes)}",
        ParameterKind.Labels => $"{p.Name}: labels {List(p.Axes)} of {p.Class}",
        ParameterKind.Enum => $"{p.Name}: {p.EnumType}",
        _ => $"{p.Name}: {p.Kind.ToString().ToLowerInvariant()}",
    } + (p.Default is { } value ? $" = {value}" : "");
}

using TensorDsl.Generators.Ops;

namespace TensorDsl.Generators.Ir;

/// <summary>
/// Checks what every pass relies on: definitions before uses, axes and types as the operands imply, results that exist. It infers both
/// anew, so that a pass that builds instructions by hand cannot get them wrong unseen. A finding is a fault of the compiler, not of a user.
/// </summary>
public static class IrVerifier
{
    /// <summary>What is wrong, one sentence each, "%7 uses %9 before its definition"; empty if all is well.</summary>
    /// <param name="linked">No calls are left.</param>
    public static IReadOnlyList<string> Check(Function f, bool linked = false)
    {
        var findings = new List<string>();
        for (int id = 0; id < f.Code.Count; id++)
        {
            var instr = f.Code[id];
            var undefined = instr.Operands.Where(o => o < 0 || o >= id).ToList();
            if (undefined.Count > 0) findings.Add($"%{id} uses %{undefined[0]} before its definition");
            else if (Fault(f, instr, linked) is { } fault) findings.Add($"%{id} ({Name(instr)}): {fault}");
            if (instr.Axes.Distinct().Count() != instr.Axes.Count) findings.Add($"%{id} ({Name(instr)}) has an axis twice");
        }

        if (f.Results.Count == 0) findings.Add("there is no result");
        foreach (var result in f.Results)
        {
            if (result.Value < 0 || result.Value >= f.Code.Count) findings.Add($"a result is %{result.Value}, which is not defined");
            else if (f.Code[result.Value].Axes.Where(a => !result.Axes.Contains(a)).ToList() is { Count: > 0 } missing)
                findings.Add($"result %{result.Value} has {Show(missing)}, which it does not declare");
            if (result.Axes.Distinct().Count() != result.Axes.Count) findings.Add($"result %{result.Value} declares an axis twice");
            if (result.Gradient >= f.Parameters.Count) findings.Add($"result %{result.Value} is the gradient of parameter {result.Gradient}, which does not exist");
            else if (result.Gradient >= 0 && !f.Parameters[result.Gradient].IsDifferentiable)
                findings.Add($"result %{result.Value} is the gradient of '{f.Parameters[result.Gradient].Name}', which has none");
        }

        return findings;
    }

    private static string? Fault(Function f, Instr instr, bool linked) => instr switch
    {
        Input i => i.Parameter < 0 || i.Parameter >= f.Parameters.Count ? $"there is no parameter {i.Parameter}"
            : Expect(instr, f.Parameters[i.Parameter].Type, f.Parameters[i.Parameter].Axes),
        Constant c => double.TryParse(c.Text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _)
            || c.Text is "inf" or "-inf" or "nan" ? null : $"'{c.Text}' is no number",
        MaskConstant or Extent or Position => null,
        Map m => Of(f, m),
        Reduce r => Of(f, r),
        Rename r => !Axes(f, r.Arg).Contains(r.From) ? $"the operand has no axis {r.From}"
            : Axes(f, r.Arg).Contains(r.To) ? $"the operand has axis {r.To} already"
            : Expect(instr, f[r.Arg].Type, Axes(f, r.Arg).Select(a => a == r.From ? r.To : a)),
        Gather g => !Axes(f, g.Arg).Contains(g.On) ? $"the operand has no axis {g.On}"
            : f[g.Index].Type != ValueType.Index ? $"%{g.Index} is no index"
            : Expect(instr, f[g.Arg].Type, Axes(f, g.Arg).Where(a => a != g.On).Union(Axes(f, g.Index))),
        Scatter s => f[s.Index].Type != ValueType.Index ? $"%{s.Index} is no index"
            : f[s.Arg].Type != ValueType.Real ? $"%{s.Arg} is no number"
            : s.Over.Any(a => !Axes(f, s.Index).Contains(a)) ? $"the index lacks one of {Show(s.Over)}"
            : Axes(f, s.Arg).Contains(s.On) && !s.Over.Contains(s.On) ? $"the operand has axis {s.On} already"
            : Expect(instr, ValueType.Real, Axes(f, s.Arg).Union(Axes(f, s.Index)).Where(a => !s.Over.Contains(a)).Append(s.On)),
        TopK t => !Axes(f, t.Arg).Contains(t.Over) ? $"the operand has no axis {t.Over}"
            : f[t.Arg].Type != ValueType.Real ? $"%{t.Arg} is no number"
            : f[t.Count] is not (Input { Type: ValueType.Index, Axes.Count: 0 } or Constant) ? $"%{t.Count} is neither an int parameter nor a constant"
            : Axes(f, t.Arg).Contains(t.To) ? $"the operand has axis {t.To} already"
            : t.Type == ValueType.Mask ? "it is Mask, not Real or Index"
            : Expect(instr, t.Type, Axes(f, t.Arg).Where(a => a != t.Over).Append(t.To)),
        SingularValues s => s.Rows == s.Columns ? $"its rows and its columns are one axis {s.Rows}"
            : f[s.Arg].Type != ValueType.Real ? $"%{s.Arg} is no number"
            : Expect(instr, ValueType.Real, Axes(f, s.Arg).Where(a => a != s.Rows && a != s.Columns).Append(s.Columns)),
        SingularValuesGradient s => s.Rows == s.Columns ? $"its rows and its columns are one axis {s.Rows}"
            : f[s.Arg].Type != ValueType.Real ? $"%{s.Arg} is no number"
            : f[s.Upstream].Type != ValueType.Real ? $"%{s.Upstream} is no number"
            : Axes(f, s.Upstream).Contains(s.Rows) ? $"%{s.Upstream} has the axis of the rows, {s.Rows}"
            : Expect(instr, ValueType.Real, Axes(f, s.Arg).Union(Axes(f, s.Upstream)).Union([s.Rows, s.Columns])),
        Choose c => c.Parameter < 0 || c.Parameter >= f.Parameters.Count ? $"there is no parameter {c.Parameter}"
            : f.Parameters[c.Parameter].Kind is not (ParameterKind.Bool or ParameterKind.Enum or ParameterKind.Float) ? $"'{f.Parameters[c.Parameter].Name}' is neither bool nor enum nor float"
            : c.Arms.Count != c.Values.Count + 1 ? $"{c.Arms.Count} arms for {c.Values.Count} values"
            : c.Arms.Any(a => f[a].Type != c.Type) ? "the arms differ in type"
            : Expect(instr, c.Type, c.Arms.SelectMany(a => Axes(f, a)).Distinct()),
        Call => linked ? "a call is left after linking" : null,
        _ => throw new InvalidOperationException($"IrVerifier: {instr.GetType().Name}"),
    };

    private static string? Of(Function f, Map m)
    {
        if (!ScalarOps.TryGet(m.Op, out var op)) return "there is no such op";
        if (m.Args.Count != op.Arity) return $"{m.Args.Count} operands, not {op.Arity}";
        for (int i = 0; i < op.Arity; i++)
            if (f[m.Args[i]].Type != op.Operands[i] && !IsIndexLiteral(f[m.Args[i]], op.Operands[i])) return $"operand %{m.Args[i]} is {f[m.Args[i]].Type}, not {op.Operands[i]}";
        return Expect(m, op.Result, m.Args.SelectMany(a => Axes(f, a)).Distinct());
    }

    /// <summary>An int argument that linking found to be a constant is a literal where an index is meant.</summary>
    private static bool IsIndexLiteral(Instr instr, ValueType expected) => expected == ValueType.Index && instr is Constant c && c.Text.All(ch => ch is '-' or >= '0' and <= '9');

    private static string? Of(Function f, Reduce r)
    {
        if (!ReduceOps.TryGet(r.Op, out var op)) return "there is no such reduction";
        if (f[r.Arg].Type != op.Operand) return $"operand %{r.Arg} is {f[r.Arg].Type}, not {op.Operand}";
        if (r.Over.FirstOrDefault(a => !Axes(f, r.Arg).Contains(a)) is { Dim: not null } missing) return $"the operand has no axis {missing}";
        if (r.Over.Distinct().Count() != r.Over.Count) return "it reduces an axis twice";
        return Expect(r, op.Result, Axes(f, r.Arg).Where(a => !r.Over.Contains(a)));
    }

    private static string? Expect(Instr instr, ValueType type, IEnumerable<Axis> axes)
    {
        if (instr.Type != type) return $"it is {instr.Type}, not {type}";
        var expected = axes.ToList();
        return expected.Count == instr.Axes.Count && expected.All(instr.Axes.Contains) ? null : $"it has axes {Show(instr.Axes)}, not {Show(expected)}";
    }

    private static IEnumerable<Axis> Axes(Function f, int id) => f[id].Axes;

    private static string Show(IEnumerable<Axis> axes) => $"[{string.Join(", ", axes)}]";

    private static string Name(Instr instr) => instr switch
    {
        Map m => m.Op,
        Reduce r => r.Op,
        _ => instr.GetType().Name,
    };
}

using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Support;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Rewrites to fewer and cheaper instructions with the same values (NaN and infinities included; the order of roundings may change): folds
/// constants, shares equal values, drops dead ones, moves scalar factors out of sums, and turns sums over a one-hot selection into gathers.
/// <code>
/// before                                             after
/// %4 : mask [N, N'] = IndexEqual %3, %2              %4 : [N, D] = Rename N'->N %1
/// %5 : [N, N'] = Select %4, %0, 0                    %5 : [N, D] = Multiply %0, %4
/// %6 : [N, N', D] = Multiply %5, %1
/// %7 : [N, D] = Sum&lt;N'&gt; %6
/// </code>
/// </summary>
public static class Simplify
{
    private const string Name = "Simplify";

    /// <summary>More rounds than any rewriting needs: each round leaves the code no larger in what the rules look for.</summary>
    private const int Rounds = 16;

    /// <param name="dropStopGradient">StopGradient is replaced by its operand: right only where nothing will be differentiated any more.</param>
    public static Function Run(Function f, bool dropStopGradient = false)
    {
        for (int round = 0; round < Rounds; round++)
        {
            var next = Rewriting.Run(f, (b, instr, operands) => instr switch
            {
                Map m => m.Op == "StopGradient" && dropStopGradient ? operands[0] : MapOf(b, m.Op, operands),
                Reduce { Op: "Sum" } r => SumOf(b, operands[0], r.Over),
                Rename r => RenameOf(b, operands[0], r.From, r.To),
                Gather g => GatherOf(b, operands[0], operands[1], g.On),
                Scatter s => ScatterOf(b, operands[0], operands[1], s),
                Input or Constant or MaskConstant or Extent or Position or Reduce or SingularValues or SingularValuesGradient or TopK or Choose => b.Rebuild(instr, operands),
                _ => throw Rewriting.Unexpected(Name, instr),
            });
            if (next.Equals(f)) break;
            f = next;
        }

        return f;
    }

    private static int MapOf(IrBuilder b, string op, int[] x)
    {
        if (ConstantFolding.TryFold(b, op, x) is { } folded) return folded;
        // Sums and products do not depend on the order of their operands: one order lets equal ones be shared.
        if (op is "Add" or "Multiply" or "And" or "Or" or "Equal" or "NotEqual" or "IndexEqual" or "IndexNotEqual" && x[0] > x[1]) x = [x[1], x[0]];
        var (a0, a1) = (b[x[0]] as Map, x.Length > 1 ? b[x[1]] as Map : null);
        switch (op)
        {
            case "Log" when a0?.Op == "Exp": return a0.Args[0];
            case "Pow" when b[x[1]] is Constant { Text: "0" }: return b.One();
            case "Pow" when b[x[1]] is Constant { Text: "1" }: return x[0];
            case "Pow" when b[x[1]] is Constant { Text: "2" }: return MapOf(b, "Multiply", [x[0], x[0]]);
            case "Add" when x[0] == x[1]: return b.Mul(b.Real("2"), x[0]);
            case "Add" when a0?.Op == "Negate": return b.Sub(x[1], a0.Args[0]);
            case "Negate" when a0?.Op == "Subtract": return b.Sub(a0.Args[1], a0.Args[0]);
            case "Multiply" when x[0] == x[1] && a0?.Op == "Abs": return b.Mul(a0.Args[0], a0.Args[0]);
            case "Multiply" or "Divide" when a0?.Op == "Negate": return b.Neg(b.Map(op, a0.Args[0], x[1]));
            case "Multiply" or "Divide" when a1?.Op == "Negate": return b.Neg(b.Map(op, x[0], a1.Args[0]));
            case "Multiply" when Scaled(b, x[0]) is { } s && b[x[1]] is Constant: return b.Mul(MapOf(b, "Multiply", [s.Scale, x[1]]), s.Value);
            case "Multiply" when Scaled(b, x[1]) is { } s && b[x[0]] is Constant: return b.Mul(MapOf(b, "Multiply", [s.Scale, x[0]]), s.Value);
            case "Not" when a0 is not null && Opposite(a0.Op) is { } opposite: return b.Map(opposite, [.. a0.Args]);
            case "IndexEqual" when x[0] == x[1]: return b.Truth(true);
            case "IndexNotEqual" when x[0] == x[1]: return b.Truth(false);
            case "Select" when a1?.Op == "Negate" && x[2] == b.Zero(): return b.Neg(b.Select(x[0], a1.Args[0], x[2]));
            case "Select" when a0?.Op == "Not": return b.Select(a0.Args[0], x[2], x[1]);
            case "Select" when a1?.Op == "Select" && a1.Args[0] == x[0]: return b.Select(x[0], a1.Args[1], x[2]);
            case "Select" when b[x[2]] is Map { Op: "Select" } inner && inner.Args[0] == x[0]: return b.Select(x[0], x[1], inner.Args[2]);
            default: return b.Map(op, x);
        }
    }

    /// <summary>x as c·value with a constant c, or null.</summary>
    private static (int Scale, int Value)? Scaled(IrBuilder b, int x) => b[x] switch
    {
        Map { Op: "Multiply" } m when b[m.Args[0]] is Constant => (m.Args[0], m.Args[1]),
        Map { Op: "Multiply" } m when b[m.Args[1]] is Constant => (m.Args[1], m.Args[0]),
        Map { Op: "Divide" } m when Scaled(b, m.Args[0]) is { } s => (s.Scale, b.Div(s.Value, m.Args[1])),
        _ => null,
    };

    /// <summary>The comparison that holds where this one does not, NaN included: only equality has one.</summary>
    private static string? Opposite(string comparison) => comparison switch
    {
        "Equal" => "NotEqual",
        "NotEqual" => "Equal",
        "IndexEqual" => "IndexNotEqual",
        "IndexNotEqual" => "IndexEqual",
        _ => null,
    };

    private static int RenameOf(IrBuilder b, int x, Axis from, Axis to) => b[x] switch
    {
        Position p when p.Axis == from => b.Position(to),
        Map { Op: "Negate" } m => b.Neg(b.Rename(m.Args[0], from, to)),
        _ => b.Rename(x, from, to),
    };

    private static int ScatterOf(IrBuilder b, int x, int index, Scatter s)
    {
        if (b[x] is Map { Op: "Negate" } m) return b.Neg(b.Scatter(m.Args[0], index, s.On, s.Over));
        // Every element goes to its own place: only the axis is called otherwise.
        if (b[index] is Position p && p.Axis.Dim == s.On.Dim && p.Axis != s.On && s.Over.Contains(p.Axis)) return b.Rename(x, p.Axis, s.On);
        return b.Scatter(x, index, s.On, s.Over);
    }

    private static int GatherOf(IrBuilder b, int x, int index, Axis on)
    {
        if (b[x] is Map { Op: "Negate" } m) return b.Neg(GatherOf(b, m.Args[0], index, on));
        // The position along another axis of the same extent picks every element once: only the axis is called otherwise.
        if (b[index] is Position p && p.Axis.Dim == on.Dim && !b.AxesOf(x).Contains(p.Axis)) return b.Rename(x, on, p.Axis);
        return b[x].Type == ValueType.Real ? b.At(x, index, on) : b.Gather(x, index, on);
    }

    private static int SumOf(IrBuilder b, int x, EquatableArray<Axis> over)
    {
        var product = Product.Of(b, x);
        return OneHot.TrySum(b, product, over) ?? Hoist.TrySum(b, x, product, over) ?? b.SumOver(OverNothing.AtLeastOne(b, x, over.Where(a => !b.AxesOf(x).Contains(a)).ToList()), over);
    }
}

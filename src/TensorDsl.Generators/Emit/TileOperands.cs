using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Emit;

/// <summary>Where the operands of a pass's contractions lie.</summary>
internal sealed class TileOperands(KernelContext context)
{
    /// <summary>The pointer of an operand in memory.</summary>
    public string Memory(int reduce, int x) => $"f->{NameScope.Escape(context.Addressing.Locate(context.Plan.Operand(reduce, x)).Field)}";

    /// <summary>Elements between rows, and between steps of the reduced axes, of an operand that lies [rows, over] or [over, rows].</summary>
    public (string Row, string Step) Strides(PairContraction c, int x, IReadOnlyList<Axis> rows)
    {
        var axes = context.Addressing.Locate(context.Plan.Operand(c.Reduce, x)).Axes;
        bool rowsFirst = axes.Count == 0 || rows.Contains(axes[0].Axis);
        return rowsFirst ? (context.Names.Extents(c.Over), "1") : ("1", context.Names.Extents(rows));
    }
}

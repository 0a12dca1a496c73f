using Microsoft.CodeAnalysis;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Syntax;

/// <summary>One call of an op, as the entry of <see cref="SurfaceOps"/> sees it. No operand has failed.</summary>
/// <param name="Dims">The type arguments.</param>
/// <param name="Operands">The receiver of the fluent form, then the arguments in the parameters' order, without <c>where:</c>.</param>
internal sealed record OpCall(
    IrBuilder B, Findings Findings, string Name, SyntaxNode At, Axis[] Dims, IReadOnlyList<Operand> Operands, Operand? Where)
{
    public int X => Operands[0].Value.Id;

    public int Y => Operands[1].Value.Id;

    public int Z => Operands[2].Value.Id;

    public int? Mask => Where?.Value.Id;

    public EquatableArray<Axis> Axes => B.AxesOf(X);

    public bool IsLabels => B[X].Type == ValueType.Index;

    /// <summary>The axes to reduce: the type arguments, or all axes of the operand and the mask where there are none. Null after a finding.</summary>
    public EquatableArray<Axis>? Over()
    {
        var axes = Mask is { } mask ? B.Union([X, mask]) : Axes;
        if (Dims.Length == 0) return axes;
        if (!Findings.Distinct(Dims, At, Surface.TypeText(Name, Dims))) return null;
        foreach (var dim in Dims)
            if (!Has(dim, axes)) return null;
        return Dims;
    }

    /// <summary>Reports a dim that the operand lacks.</summary>
    public bool Has(Axis dim) => Has(dim, Axes);

    private bool Has(Axis dim, EquatableArray<Axis> axes)
    {
        if (axes.Contains(dim)) return true;
        Findings.Report(Rules.NoSuchDim, At, Name, dim.Display, Surface.Shape(axes));
        return false;
    }

    /// <summary>The axes to contract: both operands need each.</summary>
    public EquatableArray<Axis>? Contracted()
    {
        if (!Findings.Distinct(Dims, At, Surface.TypeText(Name, Dims))) return null;
        foreach (var operand in Operands.Take(2))
        {
            foreach (var dim in Dims)
            {
                var axes = B.AxesOf(operand.Value.Id);
                if (axes.Contains(dim)) continue;
                Findings.Report(Rules.DotOneSided, operand.Syntax, Name, dim.Display, operand.Text, Surface.Shape(axes));
                return null;
            }
        }

        return Dims;
    }

    /// <summary>Two labels are comparable if they index one dim.</summary>
    public bool SameClass()
    {
        if (Operands[0].Value.Class is not { } x || Operands[1].Value.Class is not { } y || x.Dim == y.Dim) return true;
        Findings.Report(Rules.LabelClasses, Operands[1].Syntax, Name, Operands[1].Text, y.Display, x.Display);
        return false;
    }
}

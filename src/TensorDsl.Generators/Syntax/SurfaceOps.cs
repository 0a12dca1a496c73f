using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Support;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Syntax;

/// <summary>Builds the IR of one call of an op, or reports why it can't.</summary>
internal delegate Value BuildOp(OpCall call);

/// <summary>
/// The ops of the surface by name: what each stands for in IR, in one place. The static form, the fluent form and every overload of an op
/// share its entry.
/// </summary>
internal static partial class SurfaceOps
{
    private static readonly Dictionary<string, BuildOp> ByName = Pointwise().Concat(Reductions()).Concat(Contractions()).Concat(Selection()).Concat(Axes())
        .ToDictionary(e => e.Name, e => e.Build);

    /// <summary>The names of all ops but <c>As</c>, which builds nothing.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    public static BuildOp? Find(string name) => ByName.TryGetValue(name, out var build) ? build : null;

    private static IEnumerable<(string Name, BuildOp Build)> Pointwise()
    {
        string[] unary =
        [
            "Abs", "Sign", "Sqrt", "Exp", "Expm1", "Log", "Log1p", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Tanh", "Sigmoid", "Softplus",
            "Relu", "Floor", "Ceiling", "Round", "StopGradient",
        ];
        foreach (string name in unary) yield return (name, c => new(c.B.Map(name, c.X)));
        foreach (string name in new[] { "Pow", "LogAddExp" }) yield return (name, c => new(c.B.Map(name, c.X, c.Y)));
        yield return ("Square", c => new(Composites.Square(c.B, c.X)));
        yield return ("LogSigmoid", c => new(Composites.LogSigmoid(c.B, c.X)));
        yield return ("Clamp", c => new(Composites.Clamp(c.B, c.X, c.Y, c.Z)));
        yield return ("Equal", c => Equality(c, "Equal", "IndexEqual"));
        yield return ("NotEqual", c => Equality(c, "NotEqual", "IndexNotEqual"));
    }

    private static Value Equality(OpCall c, string ofNumbers, string ofLabels)
    {
        if (!c.IsLabels) return new(c.B.Map(ofNumbers, c.X, c.Y));
        return c.SameClass() ? new(c.B.Map(ofLabels, c.X, c.Y)) : Value.Failed;
    }

    private static IEnumerable<(string Name, BuildOp Build)> Reductions()
    {
        foreach (string name in new[] { "Sum", "Prod", "LogSumExp", "Any", "All" })
            yield return (name, c => Over(c, axes => Composites.Reduce(c.B, name, c.X, axes, c.Mask)));
        // Max(x, y) compares two values, Max<D>(x) reduces one.
        foreach (string name in new[] { "Max", "Min" })
        {
            yield return (name, c => c.Operands.Count == 2
                ? new(c.B.Map(name, c.X, c.Y))
                : Over(c, axes => Composites.Reduce(c.B, name, c.X, axes, c.Mask)));
        }

        yield return ("Mean", c => Over(c, axes => Composites.Mean(c.B, c.X, axes, c.Mask)));
        yield return ("Count", c => Over(c, axes => Composites.Count(c.B, c.X, axes)));
        yield return ("Softmax", c => Over(c, axes => Composites.Softmax(c.B, c.X, axes)));
        yield return ("LogSoftmax", c => Over(c, axes => Composites.LogSoftmax(c.B, c.X, axes)));
        foreach (string name in new[] { "ArgMax", "ArgMin" })
            yield return (name, c => c.Has(c.Dims[0]) ? new(c.B.Reduce(name, c.X, c.Dims), c.Dims[0]) : Value.Failed);
    }

    private static IEnumerable<(string Name, BuildOp Build)> Contractions()
    {
        yield return ("Norm", c => Over(c, axes => Composites.Norm(c.B, c.X, axes)));
        yield return ("SquaredNorm", c => Over(c, axes => Composites.SquaredNorm(c.B, c.X, axes)));
        yield return ("Normalize", c => Over(c, axes => Composites.Normalize(c.B, c.X, axes, c.Y)));
        yield return ("SingularValues", c => c.Over() is { } axes ? new(c.B.SingularValues(c.X, axes[0], axes[1])) : Value.Failed);
        yield return ("Dot", c => c.Contracted() is { } axes ? new(Composites.Dot(c.B, c.X, c.Y, axes)) : Value.Failed);
        yield return ("Cosine", c => c.Contracted() is { } axes ? new(Composites.Cosine(c.B, c.X, c.Y, axes, c.Z)) : Value.Failed);
    }

    private static Value Over(OpCall call, Func<EquatableArray<Axis>, int> build) => call.Over() is { } axes ? new(build(axes)) : Value.Failed;

    private static IEnumerable<(string Name, BuildOp Build)> Selection()
    {
        yield return ("Where", c => new(c.B.Select(c.X, c.Y, c.Z)));
        yield return ("ToReal", c => new(c.B.Map(c.IsLabels ? "IndexToReal" : "MaskToReal", c.X)));
        yield return ("Kept", c => new(c.B.Map("Kept", c.X, c.Y)));
        yield return ("At", At);
        yield return ("TopK", TopK);
    }

    private static Value TopK(OpCall c)
    {
        var over = c.Dims[0];
        if (!c.Has(over)) return Value.Failed;
        var to = Axis.Top(over);
        if (c.Axes.Contains(to))
        {
            c.Findings.Report(Rules.AxisTaken, c.At, over.Display, to.Display, Surface.Shape(c.Axes));
            return Value.Failed;
        }

        var indices = new Value(c.B.TopK(c.X, c.Y, over, to, ValueType.Index), over);
        return Value.Tuple([new(c.B.TopK(c.X, c.Y, over, to, ValueType.Real)), indices]);
    }

    private static Value At(OpCall c)
    {
        var labels = c.Operands[1].Value;
        if (labels.Class is not { } on || !c.Axes.Contains(on))
        {
            c.Findings.Report(Rules.NoSuchDim, c.At, c.Name, labels.Class?.Display ?? "?", Surface.Shape(c.Axes));
            return Value.Failed;
        }

        return new(c.B.Gather(c.X, labels.Id, on));
    }

    private static IEnumerable<(string Name, BuildOp Build)> Axes()
    {
        yield return ("Prime", Prime);
        yield return ("Relabel", Relabel);
        yield return ("Diagonal", Diagonal);
        yield return ("OnDiagonal", c => new(Composites.OnDiagonal(c.B, c.Dims[0], Other(c))));
        yield return ("OffDiagonal", c => new(Composites.OffDiagonal(c.B, c.Dims[0], Other(c))));
        yield return ("IndexOf", c => new(c.B.Position(c.Dims[0]), c.Dims[0]));
        yield return ("Size", c => new(c.B.Extent(c.Dims[0])));
    }

    private static Axis Other(OpCall c) => c.Dims.Length > 1 ? c.Dims[1] : c.Dims[0].Prime();

    private static Value Prime(OpCall c)
    {
        var axis = c.Dims[0];
        if (!c.Has(axis)) return Value.Failed;
        if (c.Axes.Contains(axis.Prime()))
        {
            c.Findings.Report(Rules.PrimeTaken, c.At, axis.Display, Surface.Shape(c.Axes));
            return Value.Failed;
        }

        return c.Operands[0].Value with { Id = c.B.Rename(c.X, axis, axis.Prime()) };
    }

    private static Value Relabel(OpCall c)
    {
        Axis from = c.Dims[0], to = c.Dims[1];
        if (!c.Has(from)) return Value.Failed;
        if (from != to && c.Axes.Contains(to))
        {
            c.Findings.Report(Rules.AxisTaken, c.At, from.Display, to.Display, Surface.Shape(c.Axes));
            return Value.Failed;
        }

        return c.Operands[0].Value with { Id = c.B.Rename(c.X, from, to) };
    }

    private static Value Diagonal(OpCall c)
    {
        var axis = c.Dims[0];
        if (c.Axes.Contains(axis) && c.Axes.Contains(axis.Prime())) return new(Composites.Diagonal(c.B, c.X, axis));
        c.Findings.Report(Rules.DiagonalNeedsPrime, c.At, axis.Display, Surface.Shape(c.Axes));
        return Value.Failed;
    }
}

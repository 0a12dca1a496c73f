namespace TensorDsl.Generators.Ir;

/// <summary>
/// What is taken out of a sum, where the sum may run over nothing. f·Σ x over an axis of extent 0 is 0 for every finite f, but f is often a
/// mean's 1/extent or a reciprocal count, which is then infinite: the product would be NaN where the sum over nothing is 0.
/// </summary>
public static class OverNothing
{
    /// <summary>
    /// The factor as it may stand before a sum over these axes: their extents count as at least 1 in it, and one that comes of another
    /// reduction over them is replaced by 0 where there is nothing to reduce.
    /// </summary>
    public static int OutOfSum(IrBuilder b, int factor, IReadOnlyCollection<Axis> over) => Finite(b, factor, over, b.Zero());

    /// <summary>The same for a divisor, which is replaced by 1.</summary>
    public static int DivisorOutOfSum(IrBuilder b, int divisor, IReadOnlyCollection<Axis> over) => Finite(b, divisor, over, b.One());

    private static int Finite(IrBuilder b, int value, IReadOnlyCollection<Axis> over, int otherwise)
    {
        if (!Reduces(b, value, over, [])) return AtLeastOne(b, value, over);
        int some = over.Select(a => b.Map("Greater", b.Extent(a), b.Zero())).Distinct().Aggregate((x, y) => b.Map("And", x, y));
        return b.Select(some, value, otherwise);
    }

    /// <summary>The value with the extents of these axes as at least 1.</summary>
    public static int AtLeastOne(IrBuilder b, int value, IReadOnlyCollection<Axis> over)
    {
        var rewritten = new Dictionary<int, int>();
        return over.Count == 0 ? value : Visit(value);

        int Visit(int x)
        {
            if (rewritten.TryGetValue(x, out int known)) return known;
            return rewritten[x] = b[x] switch
            {
                Extent e when over.Any(a => a.Dim == e.Dim) => b.Map("Max", x, b.One()),
                Map m => b.Map(m.Op, m.Args.Select(Visit).ToArray()),
                _ => x,
            };
        }
    }

    private static bool Reduces(IrBuilder b, int x, IReadOnlyCollection<Axis> over, HashSet<int> seen)
        => seen.Add(x) && (b[x] is Reduce r && r.Over.Any(a => over.Any(o => o.Dim == a.Dim)) || b[x].Operands.Any(o => Reduces(b, o, over, seen)));
}

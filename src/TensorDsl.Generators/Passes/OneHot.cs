using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// A sum over a product that one index selects from. With h[N, C] = (position along C = label[N]):
/// Σ over C of Select(h, e, 0)·w[C, D] is e·w at the label, a gather; Σ over N of Select(h, e, 0)·x[N, D] is a scatter of e·x to the labels.
/// </summary>
internal static class OneHot
{
    public static int? TrySum(IrBuilder b, Product product, IEnumerable<Axis> over)
    {
        var axes = over.ToList();
        foreach (int factor in product.Factors)
        {
            if (b[factor] is not Map { Op: "Select" } select || select.Args[2] != b.Zero()) continue;
            foreach (var selector in Conjuncts(b, select.Args[0]).SelectMany(c => Selectors(b, c)))
                if (TrySum(b, product, axes, factor, select, selector) is { } sum) return product.IsNegative ? b.Neg(sum) : sum;
        }

        return null;
    }

    private readonly record struct Selector(int Mask, Axis Axis, int Index);

    private static int? TrySum(IrBuilder b, Product product, List<Axis> axes, int factor, Map select, Selector s)
    {
        int rest = Conjuncts(b, select.Args[0]).Where(c => c != s.Mask).Aggregate(b.Truth(true), (all, c) => b.Map("And", all, c));
        int picked = b.Select(rest, select.Args[1], b.Zero());
        var factors = product.Factors.Select(f => f == factor ? picked : f).ToList();
        var indexAxes = b.AxesOf(s.Index).ToList();
        if (axes.Contains(s.Axis) && !indexAxes.Contains(s.Axis))
        {
            // The range is checked by one factor; of the others, those that lack the axis need no gather.
            int At(int v, bool check) => check ? b.At(v, s.Index, s.Axis) : b.Gather(v, s.Index, s.Axis);
            int first = factors.FindIndex(f => b.AxesOf(f).Contains(s.Axis));
            var gathered = factors.Select((f, i) => At(f, check: i == Math.Max(first, 0)));
            int value = Product.Build(b, gathered, product.Divisors.Select(d => b.Gather(d, s.Index, s.Axis)));
            // A divisor out of range would be read as 0, so a quotient is checked as a whole.
            if (product.Divisors.Any(d => b.AxesOf(d).Contains(s.Axis)) && !b.IsInRange(s.Index, s.Axis)) return null;
            return b.SumOver(value, axes.Where(a => a != s.Axis));
        }

        var scattered = indexAxes.Where(axes.Contains).ToList();
        bool isElsewhere = factors.Concat(product.Divisors).Any(v => b.AxesOf(v).Contains(s.Axis));
        if (axes.Contains(s.Axis) || isElsewhere || scattered.Count == 0 || indexAxes.Contains(s.Axis)) return null;
        int summed = Product.Build(b, factors, product.Divisors);
        var remaining = axes.Where(a => !scattered.Contains(a)).ToList();
        return b.Scatter(b.SumOver(summed, remaining), s.Index, s.Axis, scattered);
    }

    /// <summary>The readings of "position along an axis = index": both, if both sides are positions.</summary>
    private static IEnumerable<Selector> Selectors(IrBuilder b, int mask)
    {
        if (b[mask] is not Map { Op: "IndexEqual" } equal) yield break;
        if (b[equal.Args[0]] is Position left) yield return new(mask, left.Axis, equal.Args[1]);
        if (b[equal.Args[1]] is Position right) yield return new(mask, right.Axis, equal.Args[0]);
    }

    private static IEnumerable<int> Conjuncts(IrBuilder b, int mask)
        => b[mask] is Map { Op: "And" } and ? Conjuncts(b, and.Args[0]).Concat(Conjuncts(b, and.Args[1])) : [mask];
}

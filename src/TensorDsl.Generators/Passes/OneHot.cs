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
            var selectors = Conjuncts(b, select.Args[0]).SelectMany(c => Selectors(b, c)).ToList();
            // A gather is cheaper than a scatter; a diagonal can be read as either.
            foreach (var selector in selectors)
                if (TryGather(b, product, axes, factor, select, selector) is { } sum) return product.IsNegative ? b.Neg(sum) : sum;
            foreach (var selector in selectors)
                if (TryScatter(b, product, axes, factor, select, selector) is { } sum) return product.IsNegative ? b.Neg(sum) : sum;
        }

        return null;
    }

    private readonly record struct Selector(int Mask, Axis Axis, int Index);

    private static int? TryGather(IrBuilder b, Product product, List<Axis> axes, int factor, Map select, Selector s)
    {
        if (!axes.Contains(s.Axis) || b.AxesOf(s.Index).Contains(s.Axis)) return null;
        // A divisor out of range would be read as 0, and 0 / 0 is not 0.
        if (product.Divisors.Any(d => b.AxesOf(d).Contains(s.Axis)) && !b.IsInRange(s.Index, s.Axis)) return null;
        var factors = Picked(b, product, factor, select, s);
        // The range is checked by one factor; the others, if they lack the axis, need no gather.
        int check = Math.Max(factors.FindIndex(f => b.AxesOf(f).Contains(s.Axis)), 0);
        var gathered = factors.Select((f, i) => i == check ? b.At(f, s.Index, s.Axis) : b.Gather(f, s.Index, s.Axis));
        int value = Product.Build(b, gathered, product.Divisors.Select(d => b.Gather(d, s.Index, s.Axis)));
        return b.SumOver(value, axes.Where(a => a != s.Axis));
    }

    private static int? TryScatter(IrBuilder b, Product product, List<Axis> axes, int factor, Map select, Selector s)
    {
        var indexAxes = b.AxesOf(s.Index);
        var scattered = indexAxes.Where(axes.Contains).ToList();
        if (axes.Contains(s.Axis) || indexAxes.Contains(s.Axis) || scattered.Count == 0) return null;
        var factors = Picked(b, product, factor, select, s);
        if (factors.Concat(product.Divisors).Any(v => b.AxesOf(v).Contains(s.Axis))) return null;
        int summed = b.SumOver(Product.Build(b, factors, product.Divisors), axes.Where(a => !scattered.Contains(a)));
        return b.Scatter(summed, s.Index, s.Axis, scattered);
    }

    /// <summary>The factors, with the selection by the index taken out of the one that has it.</summary>
    private static List<int> Picked(IrBuilder b, Product product, int factor, Map select, Selector s)
    {
        int rest = Conjuncts(b, select.Args[0]).Where(c => c != s.Mask).Aggregate(b.Truth(true), (all, c) => b.Map("And", all, c));
        int picked = b.Select(rest, select.Args[1], b.Zero());
        return [.. product.Factors.Select(f => f == factor ? picked : f)];
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

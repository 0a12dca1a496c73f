using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>A value as a product: what Multiply, Divide by a smaller value, Negate and a masked zero are made of.</summary>
internal static class Factors
{
    /// <summary>The factors whose product is x. A mask, Select(m, x, 0), joins the factor that has the mask's axes.</summary>
    public static List<int>? Of(IrBuilder b, int x, Func<int, bool> isTile)
    {
        switch (b[x])
        {
            case Map { Op: "Multiply" } m:
                return Of(b, m.Args[0], isTile) is { } left && Of(b, m.Args[1], isTile) is { } right ? [.. left, .. right] : null;
            case Map { Op: "Negate" } m:
                return Of(b, m.Args[0], isTile) is { } inner ? [b.Real("-1"), .. inner] : null;
            case Map { Op: "Divide" } m when b.AxesOf(m.Args[1]).Count < b.AxesOf(x).Count:
                return Of(b, m.Args[0], isTile) is { } numerator ? [.. numerator, b.Div(b.One(), m.Args[1])] : null;
            case Map { Op: "Select" } m when b[m.Args[2]] is Constant { Text: "0" }:
                return Masked(b, m.Args[0], Of(b, m.Args[1], isTile), isTile);
            default:
                return [x];
        }
    }

    public static int Product(IrBuilder b, IEnumerable<int> factors)
    {
        // Constants first, then by rank: small factors meet before they are broadcast.
        int product = b.One();
        foreach (int factor in factors.OrderBy(f => b.AxesOf(f).Count).ThenBy(f => f)) product = b.Mul(product, factor);
        return product;
    }

    // Note [Masks in products]
    // Select(m, g·y, 0) = Select(m, g, 0)·y wherever y is finite. y is memory here (an operand that was stored), and what
    // the mask protects from 0·∞ is g, which is computed; an infinite operand makes the unmasked lanes infinite or NaN too.
    private static List<int>? Masked(IrBuilder b, int mask, List<int>? factors, Func<int, bool> isTile)
    {
        if (factors is null) return null;
        int at = factors.FindIndex(f => isTile(f) && b.AxesOf(mask).SubsetOf(b.AxesOf(f)));
        if (at < 0) at = factors.FindIndex(f => b.AxesOf(mask).SubsetOf(b.AxesOf(f)));
        if (at < 0)
        {
            if (b.AxesOf(mask).Count == 0 || factors.Count == 0) return null;
            // No factor has all axes of the mask: the factors inside its axes are multiplied first and carry it.
            var inside = factors.Where(f => b.AxesOf(f).SubsetOf(b.AxesOf(mask))).ToList();
            if (inside.Count == 0) return null;
            factors = [Product(b, inside), .. factors.Where(f => !inside.Contains(f))];
            at = 0;
        }
        factors[at] = b.Select(mask, factors[at], b.Zero());
        return factors;
    }
}

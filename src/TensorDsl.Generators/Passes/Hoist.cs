using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Takes out of a sum what is constant over it: the sign, scalar factors and divisors, and, where the rest is element-wise, row factors.
/// Σ over M of −(t·w[N, M]·y[M, D]) is −t·Σ over M of w·y. What stays keeps its form, so that it is still shared with other uses.
/// </summary>
/// <remarks>
/// Row factors stay inside a contraction (Σ over M of c[N]·w[N, M]·y[M, D]): both gradients of a pair function then contract the same
/// c·w. Row divisors stay inside always: the quotients are what is within range (a row over its norm), not the sum.
/// </remarks>
internal sealed class Hoist
{
    private readonly IrBuilder _b;
    private readonly HashSet<int> _rows;
    private readonly List<int> _factors = [];
    private readonly List<int> _divisors = [];
    private bool _isNegative;

    private readonly IReadOnlyList<Axis> _over;

    private Hoist(IrBuilder b, HashSet<int> rows, IReadOnlyList<Axis> over) => (_b, _rows, _over) = (b, rows, over);

    /// <summary>The sum with everything taken out, or null if there is nothing to take out.</summary>
    public static int? TrySum(IrBuilder b, int x, Product product, IReadOnlyList<Axis> over)
    {
        var hoist = new Hoist(b, Rows(b, product, over), over);
        int? rest = hoist.Strip(x);
        if (!hoist._isNegative && hoist._factors.Count + hoist._divisors.Count == 0) return null;
        // What is left must still span the axes, else a scalar alone was summed.
        if (rest is not { } inner || !over.All(b.AxesOf(inner).Contains)) return null;
        int sum = hoist.Scaled(b.Reduce("Sum", inner, over));
        return hoist._isNegative ? b.Neg(sum) : sum;
    }

    /// <summary>A sum times what was taken out of it. The scalars come first, as one number that all sums of a gradient share.</summary>
    private int Scaled(int sum)
    {
        var scalars = _factors.Where(f => _b.AxesOf(f).Count == 0).ToList();
        int rows = Product.Build(_b, _factors.Where(f => !scalars.Contains(f)).Append(sum), []);
        return scalars.Count == 0 ? Product.Build(_b, [rows], _divisors) : _b.Mul(Product.Build(_b, scalars, _divisors), rows);
    }

    /// <summary>The factors that lack the summed axes, if without them the product spans no axis of its own beside those: else it is a contraction.</summary>
    private static HashSet<int> Rows(IrBuilder b, Product product, IReadOnlyList<Axis> over)
    {
        var rows = product.Factors.Where(f => b.AxesOf(f).Count > 0 && !over.Any(b.AxesOf(f).Contains)).ToList();
        var rest = product.Factors.Except(rows).Concat(product.Divisors).SelectMany(v => b.AxesOf(v)).Distinct();
        return rest.All(a => over.Contains(a) || rows.Any(r => b.AxesOf(r).Contains(a))) ? [.. rows] : [];
    }

    /// <summary>What is left of a value, null if nothing is.</summary>
    private int? Strip(int x)
    {
        switch (_b[x])
        {
            case { Axes.Count: 0 }:
                if (_b[x] is not Constant { Text: "1" }) _factors.Add(OverNothing.OutOfSum(_b, x, _over));
                return null;
            case var _ when _rows.Contains(x):
                _factors.Add(OverNothing.OutOfSum(_b, x, _over));
                return null;
            case Map { Op: "Negate" } m:
                _isNegative = !_isNegative;
                return Strip(m.Args[0]);
            case Map { Op: "Multiply" } m:
                var (left, right) = (Strip(m.Args[0]), Strip(m.Args[1]));
                return left is null ? right : right is null ? left : _b.Mul(left.Value, right.Value);
            case Map { Op: "Divide" } m when _b.AxesOf(m.Args[1]).Count == 0:
                _divisors.Add(OverNothing.DivisorOutOfSum(_b, m.Args[1], _over));
                return Strip(m.Args[0]);
            case Map { Op: "Divide" } m:
                return _b.Div(Strip(m.Args[0]) ?? _b.One(), m.Args[1]);
            case Map { Op: "Select" } m when m.Args[2] == _b.Zero():
                return StripMasked(m);
            default:
                return x;
        }
    }

    /// <summary>From under a mask only what no data can make infinite is taken: 0 · ∞ would come of a count of nothing.</summary>
    private int? StripMasked(Map select)
    {
        var inner = new Hoist(_b, [], _over);
        if (inner.Strip(select.Args[1]) is not { } rest || inner._factors.Concat(inner._divisors).Any(v => !IsFree(v)))
            return _b.Select(select.Args[0], select.Args[1], _b.Zero());
        _factors.AddRange(inner._factors);
        _divisors.AddRange(inner._divisors);
        _isNegative ^= inner._isNegative;
        return _b.Select(select.Args[0], rest, _b.Zero());
    }

    /// <summary>The scalar depends on no tensor: on literals, extents and scalar parameters only.</summary>
    private bool IsFree(int x) => _b[x] switch
    {
        Constant or Extent or Input => true,
        Map m => m.Args.All(IsFree),
        _ => false,
    };
}

using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// The cotangents that have been contributed to each value while <see cref="Differentiate"/> walks backwards.
/// </summary>
/// <remarks>
/// Note [Masked lanes]. A cotangent is kept as a list of groups (mask, value), meaning Σ Select(mask, value, 0). A contribution of the form
/// Select(m, t, 0) goes into group m, and each group is differentiated on its own: derivatives are linear in the cotangent, so the mask
/// can be applied last. What a derivative computes in a lane that the mask rules out (dy / p at p = 0, say) is thrown away there instead of
/// being multiplied by a zero, which would give NaN. The mask is applied as soon as a sum would mix lanes that it tells apart; what is left
/// of it, where no lane of the sum is kept, is carried on only if a derivative further back can be infinite (<see cref="Singularities"/>).
/// </remarks>
internal sealed class Cotangents(IrBuilder b, Singularities singular)
{
    private const int Unmasked = -1;

    private readonly Dictionary<int, List<(int Mask, int Value)>> _groups = [];

    /// <summary>The groups of a value; the mask is -1 where there is none. Axes are among those of the value.</summary>
    public IReadOnlyList<(int Mask, int Value)> Of(int id) => _groups.TryGetValue(id, out var groups) ? groups : [];

    /// <summary>The cotangent as one value, 0 if nothing was contributed.</summary>
    public int Total(int id)
    {
        int total = b.Zero();
        foreach (var (mask, value) in Of(id)) total = b.Add(total, Apply(mask, value, forSum: false));
        return total;
    }

    /// <summary>Adds a contribution under a mask (or -1), summed over the axes along which the value was broadcast.</summary>
    public void Add(int id, int mask, int value, IEnumerable<Axis> over)
    {
        (mask, value) = Split(mask, value);
        var axes = over.ToList();
        var mixed = mask == Unmasked ? [] : axes.Where(b.AxesOf(mask).Contains).ToList();
        if (mixed.Count > 0) value = Apply(mask, value, forSum: true);
        if (mixed.Count > 0) mask = singular.IsBehind(id) ? b.Reduce("Any", mask, mixed) : Unmasked;
        value = b.SumOver(value, axes);
        if (!_groups.TryGetValue(id, out var groups)) _groups[id] = groups = [];
        int at = groups.FindIndex(g => g.Mask == mask);
        if (at < 0) groups.Add((mask, value));
        else groups[at] = (mask, b.Add(groups[at].Value, value));
    }

    /// <summary>Adds the contribution of a row gather: the value scattered to where it was gathered from, the rest of the operand getting nothing.</summary>
    public void AddScattered(int id, int mask, int value, Gather g, IReadOnlyList<Axis> over)
    {
        int hit = Unmasked;
        if (singular.IsBehind(id) && !b.AxesOf(g.Index).Contains(g.On))
            hit = b.Reduce("Any", And(mask, b.Map("IndexEqual", b.Position(g.On), g.Index)), over);
        Add(id, hit, b.Scatter(Apply(mask, value, forSum: true), g.Index, g.On, over), []);
    }

    /// <summary>Select(mask, value, 0).</summary>
    /// <param name="forSum">
    /// The value is about to be summed. Of a product f·g whose f has all axes of the mask and whose g has others, f is masked: that keeps
    /// Σ over M of f[N, M]·g[M, D] a contraction of two matrices. (An infinite g in a lane that the mask rules out then counts.)
    /// </param>
    public int Apply(int mask, int value, bool forSum)
    {
        if (mask == Unmasked) return value;
        if (b[value] is Map { Op: "Negate" } negated) return b.Neg(Apply(mask, negated.Args[0], forSum));
        if (forSum && b[value] is Map { Op: "Multiply" } product)
        {
            var (f, g) = (product.Args[0], product.Args[1]);
            if (IsContracted(mask, f, g)) return b.Mul(Apply(mask, f, forSum), g);
            if (IsContracted(mask, g, f)) return b.Mul(f, Apply(mask, g, forSum));
        }

        return b.Select(mask, value, b.Zero());
    }

    private bool IsContracted(int mask, int f, int g)
        => b.AxesOf(mask).All(b.AxesOf(f).Contains) && b.AxesOf(g).Any(a => !b.AxesOf(f).Contains(a));

    private (int Mask, int Value) Split(int mask, int value)
    {
        while (b[value] is Map { Op: "Select" } select)
        {
            int zero = b.Zero();
            if (select.Args[2] == zero) (mask, value) = (And(mask, select.Args[0]), select.Args[1]);
            else if (select.Args[1] == zero) (mask, value) = (And(mask, b.Map("Not", select.Args[0])), select.Args[2]);
            else break;
        }

        return (mask, value);
    }

    private int And(int mask, int other) => mask == Unmasked ? other : b.Map("And", mask, other);
}

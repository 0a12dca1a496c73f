using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>
/// Moves renames and gathers from values to what the values are computed from, so that a kernel only renames or indexes memory.
/// </summary>
/// <example>
/// before  %3 : [N, C] = Subtract x lse;  %4 : [N] = Gather %3 at target on C
/// after   %5 : [N] = Gather x at target on C;  %6 : [N] = Subtract %5 lse
/// </example>
/// <param name="reduce">Makes a reduction in canonical form: one that a gather was pushed through may be a contraction of its own.</param>
internal sealed class Pushing(IrBuilder b, Func<string, int, IReadOnlyList<Axis>, int> reduce)
{
    private readonly Dictionary<(int, Axis, Axis), int> _renamed = [];
    private readonly Dictionary<(int, int, Axis), int> _gathered = [];

    /// <summary>The value with axis <paramref name="from"/> called <paramref name="to"/>, recomputed under the new name where that is possible.</summary>
    public int Rename(int x, Axis from, Axis to)
    {
        if (from == to || !b.AxesOf(x).Contains(from)) return x;
        if (_renamed.TryGetValue((x, from, to), out int known)) return known;
        return _renamed[(x, from, to)] = b[x] switch
        {
            Position => b.Position(to),
            Map m => b.Map(m.Op, m.Args.Select(a => Rename(a, from, to)).ToArray()),
            // The bound axis keeps its name, so the new name must not be the bound one.
            Reduce r when !b.AxesOf(r.Arg).Contains(to) => reduce(r.Op, Rename(r.Arg, from, to), r.Over),
            Gather g when g.On != to && g.On != from && !b.AxesOf(g.Arg).Contains(to) => Gather(Rename(g.Arg, from, to), Rename(g.Index, from, to), g.On),
            _ => b.Rename(x, from, to),
        };
    }

    /// <summary>The elements of a value at an index along an axis.</summary>
    public int Gather(int x, int index, Axis on)
    {
        if (!b.AxesOf(x).Contains(on)) return x;
        if (_gathered.TryGetValue((x, index, on), out int known)) return known;
        return _gathered[(x, index, on)] = b[x] switch
        {
            _ when b[index] is Position p && !b.AxesOf(x).Contains(p.Axis) => Rename(x, on, p.Axis),
            Position => index,
            Map m => b.Map(m.Op, m.Args.Select(a => Gather(a, index, on)).ToArray()),
            // A matrix of dot products at one column a row is a row-wise dot product; a vector is cheaper stored and read.
            Reduce r when r.Axes.Count > 1 && !b.AxesOf(index).Overlaps(r.Over) => reduce(r.Op, Gather(r.Arg, index, on), r.Over),
            _ => b.Gather(x, index, on),
        };
    }
}

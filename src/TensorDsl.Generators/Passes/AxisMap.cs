using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Passes;

/// <summary>What the axes of a called template are at one call. Injective; see Note [Hygiene] in <see cref="Link"/>.</summary>
internal sealed class AxisMap
{
    private readonly Dictionary<string, Axis> _dims = [];
    private readonly Dictionary<Axis, Axis> _inside = [];

    public AxisMap(Function callee, Call call)
    {
        int k = 0;
        foreach (string dim in callee.TypeParameters.Concat(callee.OuterTypeParameters))
            if (k < call.Dims.Count) _dims[dim] = call.Dims[k++];

        var external = callee.Parameters.SelectMany(p => p.Axes).Concat(callee.Results.SelectMany(r => r.Axes));
        var taken = new HashSet<Axis>();
        foreach (var axis in external.Concat(callee.Code.SelectMany(AxesIn)).Distinct())
        {
            var target = AtCall(axis);
            while (!taken.Add(target)) target = target.Prime();
            _inside[axis] = target;
        }
    }

    /// <summary>What the axis is called outside the call.</summary>
    public Axis AtCall(Axis axis) => axis.Substitute(dim => _dims.TryGetValue(dim, out var to) ? to : null);

    /// <summary>What the axis is called in the inlined body.</summary>
    public Axis Inside(Axis axis) => _inside.TryGetValue(axis, out var to) ? to : AtCall(axis);

    /// <summary>The same instruction over the axes of the call; its own axes are inferred anew.</summary>
    public Instr Substitute(Instr instr) => instr switch
    {
        Extent e => e with { Dim = AtCall(new(e.Dim, 0)).Dim },
        Position p => new Position(Inside(p.Axis)),
        Reduce r => r with { Over = r.Over.Select(Inside).ToEquatable() },
        Rename r => r with { From = Inside(r.From), To = Inside(r.To) },
        Gather g => g with { On = Inside(g.On) },
        Scatter s => s with { On = Inside(s.On), Over = s.Over.Select(Inside).ToEquatable() },
        TopK t => t with { Over = Inside(t.Over), To = Inside(t.To) },
        SingularValues s => s with { Rows = Inside(s.Rows), Columns = Inside(s.Columns) },
        SingularValuesGradient s => s with { Rows = Inside(s.Rows), Columns = Inside(s.Columns) },
        Input or Constant or MaskConstant or Map or Choose => instr,
        _ => throw new InvalidOperationException($"AxisMap: {instr.GetType().Name}"),
    };

    private static IEnumerable<Axis> AxesIn(Instr instr) => instr switch
    {
        Rename r => [r.From, r.To, .. r.Axes],
        Gather g => [g.On, .. g.Axes],
        Reduce r => [.. r.Over, .. r.Axes],
        TopK t => [t.Over, .. t.Axes],
        SingularValues s => [s.Rows, .. s.Axes],
        _ => instr.Axes,
    };
}

using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Emit;

/// <summary>What everything in one kernel is called: extents, loop variables, fields of the frame.</summary>
internal sealed class KernelNames
{
    private readonly Dictionary<string, string> _extents = [];
    private readonly Dictionary<Axis, string> _loops = [];
    private readonly Dictionary<Stored, string> _buffers = [];
    private readonly Dictionary<int, string> _scalars = [];
    private readonly string[] _parameters;
    private readonly HashSet<string> _fields;

    public KernelNames(Plan plan)
    {
        var scope = new NameScope(["T", "V", "O", "S", "f", "p", "frame", "chunk", "begin", "end", "rest", "scratch", "cursor", "rows", "columns", "panel", "blocks", "stride", "from", "to", "count", "row", "i", "k"]);
        // What the emitters call the fields and locals of each pass.
        for (int n = 1; n <= plan.Passes.Count; n++)
            foreach (string name in (string[])["rows", "columns", "first", "panel", "stride", "past", "kept", "chunks", "partials", "cursor", "scratch"]) scope.Take($"{name}{n}");
        _parameters = plan.Function.Parameters.Select(p => scope.Take(p.Name)).ToArray();
        foreach (var axis in plan.Axes()) 
            if (!_extents.ContainsKey(axis.Dim)) _extents[axis.Dim] = scope.Take(axis.Identifier);
        foreach (var axis in plan.Axes())
            if (!_loops.ContainsKey(axis)) _loops[axis] = scope.Take(NameScope.Camel(axis.Identifier) + (axis.Copy == 0 ? "" : (axis.Copy + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var buffer in plan.Buffers) _buffers[buffer] = scope.Take(buffer.Name);
        foreach (var (result, _) in plan.Scalars) _scalars[result] = scope.Take(plan.Function.Results[result].Name ?? "result");
        _fields = [.. _parameters.Where((_, i) => plan.Function.Parameters[i].Axes.Count > 0), .. _extents.Values, .. _buffers.Values, .. _scalars.Values];
        Reserved = [.. _fields, .. _loops.Values];
    }

    /// <summary>Names that no local variable may take.</summary>
    public IReadOnlyCollection<string> Reserved { get; }

    public IEnumerable<string> ExtentNames => _extents.Values;

    public IEnumerable<string> ExtentDims => _extents.Keys;

    public string Extent(Axis axis) => _extents[axis.Dim];

    public string Extent(string dim) => _extents[dim];

    public string Extents(IEnumerable<Axis> axes)
    {
        string product = string.Join(" * ", axes.Select(Extent));
        return product.Length == 0 ? "1" : product;
    }

    public string Loop(Axis axis) => _loops[axis];

    public string Buffer(Stored buffer) => _buffers[buffer];

    /// <summary>The destination of a result of rank 0.</summary>
    public string Scalar(int result) => _scalars[result];

    public string Parameter(int index) => _parameters[index];

    /// <summary>The field that points to tiles which a pass keeps for others; with "Stride" it is the elements between their rows.</summary>
    public static string Kept(Plan plan, KeptTile kept)
        => $"kept{kept.First}" + NameScope.Letter(plan.Kept.Where(k => k.First == kept.First).ToList().IndexOf(kept));

    /// <summary>The indices of several row axes that are walked as one, called row; nothing where there is only one.</summary>
    public IEnumerable<string> RowsOfOne(IReadOnlyList<Axis> rows)
    {
        for (int i = 0; rows.Count > 1 && i < rows.Count; i++)
        {
            string stride = Extents(rows.Skip(i + 1)), quotient = stride == "1" ? "row" : $"row / ({stride})";
            yield return $"nint {Loop(rows[i])} = {(i == 0 ? quotient : $"{quotient} % {Extent(rows[i])}")};";
        }
    }
}

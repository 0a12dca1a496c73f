using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using TensorDsl.Generators.Schedule.Gpu;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// What a plan's parameters, extents and stored values are called in kernels (with a prefix, because reserved words differ between compilers)
/// and in the host code.
/// </summary>
internal sealed class HlslNames
{
    /// <summary>Variables of the host code.</summary>
    private static readonly string[] HostWords = ["device", "lanes", "groups", "tiles", "tile", "Bits", RowsHlsl.Totals];

    private readonly Dictionary<string, string> _extents = [];
    private readonly Dictionary<Stored, string> _buffers = [];
    private readonly string[] _parameters;
    private readonly int _templateParameters;

    /// <param name="templateParameters">How many parameters the template has; a scalar behind them is an upstream gradient, passed as a number.</param>
    public HlslNames(GpuPlan gpu, int templateParameters)
    {
        Gpu = gpu;
        _templateParameters = templateParameters;
        var scope = new NameScope(HostWords);
        var plan = gpu.Plan;
        Real = ComparesExtrema(plan.Code) ? "precise float" : "float";
        _parameters = plan.Function.Parameters.Select(p => scope.Take(Plain(p.Name))).ToArray();
        foreach (var axis in plan.Axes())
            if (!_extents.ContainsKey(axis.Dim)) _extents[axis.Dim] = scope.Take(Plain(axis.ShortDim));
        foreach (var buffer in plan.Buffers.Concat(gpu.Scalars)) _buffers[buffer] = scope.Take(Plain(buffer.Name));
        foreach (var group in plan.Buffers.Where(b => b.Result < 0 && b.Layout.Count <= 1 && plan.Code[b.Value].Type == Ir.ValueType.Real).GroupBy(b => b.Layout.Count == 0 ? "" : b.Layout[0].Dim))
        {
            string name = scope.Take(group.Key.Length == 0 ? "scalars" : "vectors" + _extents[group.Key]);
            int count = 0;
            foreach (var buffer in group) _shared[buffer] = (name, count++);
            _sharedBuffers.Add((name, count, group.First().Layout));
        }
        Reserved = [.. _parameters, .. _extents.Values, .. _buffers.Values];
    }

    private readonly Dictionary<Stored, (string Name, int Index)> _shared = [];
    private readonly List<(string Name, int Count, IReadOnlyList<Axis> Layout)> _sharedBuffers = [];

    /// <summary>
    /// Buffers that hold all scalars, or all vectors over one dim, which lie in scratch memory: devices bind few buffers to a kernel.
    /// </summary>
    public IReadOnlyList<(string Name, int Count, IReadOnlyList<Axis> Layout)> SharedBuffers => _sharedBuffers;

    /// <summary>The shared buffer that a stored value lies in and its place there, or null.</summary>
    public (string Name, int Index)? Shared(Stored buffer) => _shared.TryGetValue(buffer, out var shared) ? shared : null;

    /// <summary>The host's expression for the buffer that holds a stored value.</summary>
    public string Host(Stored buffer)
        => Shared(buffer) is { } shared ? shared.Name : IsOptional(buffer) ? $"{Buffer(buffer)} ?? {Buffer(buffer)}None!" : Buffer(buffer);

    /// <summary>The host's expression for where in that buffer it begins.</summary>
    public string First(Stored buffer) => Shared(buffer) is not { } shared ? "0" : buffer.Layout.Count == 0 ? $"{shared.Index}" : $"{shared.Index} * {Extents(buffer.Layout)}";

    // Note [Exact values]
    // A gradient that asks which element was the maximum compares a value with the maximum of the same value, computed in another kernel. The
    // two are equal only if both are rounded alike, but a compiler may fuse a product and a sum in one kernel and not in the other. `precise`
    // forbids that; it is written only where the question is asked.

    /// <summary>What declares a number: "precise float" where some value is compared with a maximum or minimum of such values.</summary>
    public string Real { get; }

    private static bool ComparesExtrema(IrBuilder code)
    {
        bool isCompared = false, hasExtremum = false;
        for (int i = 0; i < code.Count; i++)
        {
            isCompared |= code[i] is Map { Op: "Equal" } m && m.Args.All(a => code[a] is not Constant);
            hasExtremum |= code[i] is Reduce { Op: "Max" or "Min" };
        }
        return isCompared && hasExtremum;
    }

    public GpuPlan Gpu { get; }

    public Plan Plan => Gpu.Plan;

    /// <summary>Names that no other variable of the host code may take.</summary>
    public IReadOnlyCollection<string> Reserved { get; }

    public IEnumerable<string> Dims => _extents.Keys;

    /// <summary>The host's variable for an extent.</summary>
    public string Extent(string dim) => _extents[dim];

    /// <summary>The host's variable for a product of extents.</summary>
    public string Extents(IEnumerable<Axis> axes)
    {
        string product = string.Join(" * ", axes.Select(a => _extents[a.Dim]));
        return product.Length == 0 ? "1" : product;
    }

    public string Parameter(int index) => _parameters[index];

    public string Buffer(Stored buffer) => _buffers[buffer];

    /// <summary>The parameter is a number of the dispatch and no buffer.</summary>
    public bool IsNumber(int parameter)
    {
        var p = Plan.Function.Parameters[parameter];
        return p.Kind is ParameterKind.Float or ParameterKind.Int || p.Kind == ParameterKind.Scalar && parameter >= _templateParameters;
    }

    /// <summary>A result with a destination that the caller may leave out.</summary>
    public bool IsOptional(Stored buffer) => buffer.Result >= 0 && Plan.Function.Results[buffer.Result].Gradient >= 0;

    /// <summary>A user's name in letters that every compiler takes.</summary>
    public static string Plain(string name)
    {
        string plain = string.Concat(name.Select(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' ? c : '_'));
        // Two underscores belong to the compilers.
        while (plain.Contains("__")) plain = plain.Replace("__", "_");
        return plain.Length > 0 && plain[0] is >= '0' and <= '9' ? "_" + plain : plain;
    }

}

namespace TensorDsl.Generators.Ops;

/// <summary>
/// The table of element-wise operations, by family. Nothing else in the compiler knows an operation by name but the identities of
/// arithmetic and the rewrites of the passes; an operation is added by one entry here and one member of the run-time library's ISimd.
/// HLSL texts that name a function tdsl_… rely on HlslFunctions of the run-time library.
/// </summary>
public static partial class ScalarOps
{
    /// <summary>All operations, in the order of the families.</summary>
    public static IReadOnlyList<ScalarOp> All { get; } = [.. Arithmetic(), .. Functions(), .. Comparisons(), .. Indices()];

    private static readonly Dictionary<string, ScalarOp> ByName = All.ToDictionary(op => op.Name);

    /// <summary>The operation of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static ScalarOp Get(string name)
        => ByName.TryGetValue(name, out var op) ? op : throw new InvalidOperationException($"There is no scalar op '{name}'.");

    public static bool TryGet(string name, out ScalarOp op) => ByName.TryGetValue(name, out op);
}

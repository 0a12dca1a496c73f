namespace TensorDsl.Benchmarks.Reports;

/// <summary>The scratch memory of losses over pairs, for each number of rows.</summary>
public sealed record GrowthResult(
    int[] Rows, IReadOnlyList<GrowthFigure> Losses, IReadOnlyList<string> LeftOut,
    DateTime Measured, string Revision, IReadOnlyDictionary<string, string> Machine);

/// <summary>Bytes of scratch and of tensors, by the numbers of rows.</summary>
public sealed record GrowthFigure(string Name, long[] Scratch, long[] Tensors);

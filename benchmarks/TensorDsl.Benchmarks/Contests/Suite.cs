namespace TensorDsl.Benchmarks.Contests;

/// <summary>The contests that issue 3 asks for, each with what it must reach.</summary>
public static partial class Suite
{
    private const string Torch = "PyTorch", Tuned = "PyTorch, tuned malloc", Platform = "System.Numerics.Tensors";

    /// <summary>
    /// All contests, with the number of rows divided by <paramref name="shrink"/>: a trial of everything takes a minute then, and its figures say
    /// nothing about the sizes that are asked for.
    /// </summary>
    public static IReadOnlyList<Contest> All(int shrink = 1) => [.. Products(shrink), .. Rows(shrink), .. Classes(shrink), .. Pairs(shrink), Search(shrink)];

    private static Input Normal(string name, int rows, int width, ulong seed) => new(name, InputKind.Normal, [rows, width], seed);

    private static Input[] TwoNormal(int rows, int width) => [Normal("x", rows, width, 1), Normal("y", rows, width, 2)];

    private static string Extents(int rows, int width) => $"{rows}×{width}";

    /// <summary>A contender of the platform's library, whose threads are blocks of rows.</summary>
    private static Local OfPlatform(Data d, Action run) => new(Platform, d, run, n => RowBlocks.Threads = n);

    /// <summary>A loop that moves as many bytes and computes nothing.</summary>
    private static Local Traffic(string name, Data d, Action run) => new(name, d, run, n => RowBlocks.Threads = n, isSameFunction: false);
}

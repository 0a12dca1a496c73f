using TensorDsl.Cpu;
using TensorDsl.Generators.Passes;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>What generated code needs beside its arguments grows with the rows, never with their pairs, and a call leaves the GC alone.</summary>
[Collection(GlobalStateCollection.Name)]
public class MemoryTests
{
    private const int Width = 64;

    /// <summary>The tensor that holds a loss's value, and what reflection itself allocates: the boxed result.</summary>
    private const long MostManagedBytes = 1024;

    [Theory]
    [InlineData("NPairs", "Gradient")]
    [InlineData("InfoNce", "Gradient")]
    [InlineData("MarginNce", "Gradient")]
    [InlineData("CosineMatrix", "Backward")]
    public void Scratch_is_linear(string name, string suffix)
    {
        using var _ = new TileBudgetScope(0);
        // Beyond the constant budget of 16 MiB in which tiles of a panel are kept, which a smaller N does not fill.
        int[] sizes = name == "CosineMatrix" ? [1024, 2048, 4096] : [2048, 4096, 8192];
        long[] bytes = [.. sizes.Select(n => Peak(Prepare(name, suffix, n)))];
        string measured = string.Join(", ", sizes.Zip(bytes, (n, b) => $"N={n}: {b}"));
        Assert.True(bytes[^1] > 0, measured);
        // Blocks are rounded up to an eighth, so doubling N may show as 2.25 times the bytes; a matrix of pairs would show as 4.
        for (int i = 1; i < bytes.Length; i++) Assert.True(bytes[i] <= 2.3 * bytes[i - 1], measured);
        // The budget, a handful of copies of the arguments, and tiles for each thread; all pairs of 8192 in float are 256 MiB.
        Assert.True(bytes[^1] < 32L << 20, measured);
    }

    [Theory]
    [InlineData("NPairs", 1)]
    [InlineData("InfoNce", 1)]
    [InlineData("MarginNce", 1)]
    [InlineData("InfoNce", 4)]
    public void Kept_tiles_take_their_budget_and_change_no_bit(string name, int mebibytes)
    {
        // The largest matrix of pairs that a budget has room for, and one row more.
        int fits = (int)Math.Sqrt(mebibytes * (1 << 20) / sizeof(float));
        foreach (int n in (int[])[fits - 37, fits, fits + 1])
        {
            var (kept, keptBytes) = Run(n, mebibytes);
            var (again, bytes) = Run(n, 0);
            for (int i = 0; i < kept.Length; i++) Assert.True(again[i].AsSpan().SequenceEqual(kept[i]), $"N={n}, gradient {i}");
            // The padding of rows, and blocks of scratch that are rounded up by an eighth.
            Assert.InRange(keptBytes - bytes, long.MinValue, n > fits ? 0 : (mebibytes << 20) * 9 / 8 + n * 128);
        }

        (double[][] Values, long Bytes) Run(int n, int budget)
        {
            using var _ = new TileBudgetScope(budget);
            // A second thread has tiles of its own, if it wakes up in time.
            using var one = Threads.LimitTo(1);
            var call = Prepare(name, "Gradient", n);
            return (KnownTemplates.Code.In<float>(name).Gradients(Extents(n), Arguments(name, n)), Peak(call));
        }
    }

    [Fact]
    public void A_template_may_set_its_own_budget_and_the_process_overrides_it()
    {
        Assert.Equal(64 << 20, TileBudget.Bytes(-1));
        Assert.Equal(3 << 20, TileBudget.Bytes(3));
        using var _ = new TileBudgetScope(5);
        Assert.Equal(5 << 20, TileBudget.Bytes(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => TileBudget.Mebibytes = -2);
    }

    private sealed class TileBudgetScope : IDisposable
    {
        private readonly int _before = TileBudget.Mebibytes;

        public TileBudgetScope(int mebibytes) => TileBudget.Mebibytes = mebibytes;

        public void Dispose() => TileBudget.Mebibytes = _before;
    }

    [Theory]
    [InlineData("NPairs", "Gradient")]
    [InlineData("InfoNce", "Gradient")]
    [InlineData("CosineMatrix", "Backward")]
    [InlineData("CrossEntropy", "Gradient")]
    [InlineData("Perceptron", "Gradient")]
    public void A_call_allocates_next_to_nothing(string name, string suffix)
    {
        long each = Prepare(name, suffix, 96).AllocatedBytes();
        Assert.True(each <= MostManagedBytes, $"{name}{suffix} allocates {each} bytes a call");
    }

    private static GeneratedCall Prepare(string name, string suffix, int rows)
        => KnownTemplates.Code.In<float>(name).Prepare(suffix, Extents(rows), Arguments(name, rows));

    private static Dictionary<string, int> Extents(int rows)
        => new() { ["N"] = rows, ["M"] = rows, ["D"] = Width, ["C"] = 10, ["I"] = Width, ["H"] = Width };

    private static object[] Arguments(string name, int rows)
    {
        var template = KnownTemplates.Code.In<float>(name);
        var derived = template.IsLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
        return Sample.Arguments(derived, new(5), (-1, 1), Extents(rows));
    }

    private static long Peak(GeneratedCall call)
    {
        Scratch.Trim();
        long before = Scratch.AllocatedBytes;
        Scratch.ResetPeak();
        call.Invoke();
        return Scratch.PeakBytes - before;
    }
}

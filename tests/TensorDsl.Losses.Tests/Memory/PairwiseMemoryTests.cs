using Xunit.Abstractions;

namespace TensorDsl.LossTests.Memory;

/// <summary>
/// What every loss over pairs of rows needs beside its tensors: a constant budget and what grows with the rows, never their pairs. The benchmarks
/// measure the same at up to 32768 rows (<c>-- growth</c>).
/// </summary>
[Collection(ScratchCollection.Name)]
public class PairwiseMemoryTests(ITestOutputHelper output)
{
    /// <summary>So many that even a byte a pair, 81 MiB, exceeds what is allowed.</summary>
    private const int Rows = 9216;

    /// <summary>What tiles may be kept in, as the issue has it.</summary>
    private const long Budget = 64L << 20;

    /// <summary>So many numbers a row, and 4 MiB for the tiles of the threads: rows and their gradients are copied, packed and scaled.</summary>
    private const long Linear = Rows * 4L * 200 + (4 << 20);

    /// <summary>
    /// Losses over triplets, whose time grows with the cube of the rows and whose memory with what they keep a pair; see ARCHITECTURE.md. The list
    /// only shrinks.
    /// </summary>
    private static readonly string[] s_overTriplets = ["Angular", "AngularGradient", "BatchAllTriplet", "BatchAllTripletGradient"];

    [Fact]
    public void Scratch_of_every_pairwise_loss_is_a_budget_and_linear()
    {
        var tooMuch = new List<string>();
        foreach (var loss in PairwiseLoss.All.Where(l => !s_overTriplets.Contains(l.Method)))
        {
            long start = Environment.TickCount64;
            var (scratch, tensors) = loss.Measure(Rows);
            output.WriteLine($"{loss}: {scratch / 1048576.0:0.0} MiB beside {tensors / 1048576.0:0.0} MiB of tensors, {Environment.TickCount64 - start} ms");
            if (scratch > Budget + Linear) tooMuch.Add($"{loss}: {scratch} bytes");
        }

        Assert.True(tooMuch.Count == 0, string.Join('\n', tooMuch));
    }

    [Fact]
    public void The_losses_are_found()
    {
        var found = PairwiseLoss.All.Select(l => l.Method).ToHashSet();
        string[] some = ["InfoNce", "InfoNceGradient", "SupConGradient", "SiglipGradient", "LiftedStructureGradient", "ProxyAnchorGradient", "UniformityGradient"];
        Assert.Empty(some.Concat(s_overTriplets).Except(found));
    }
}

/// <summary>Tests that measure the scratch memory of the whole process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ScratchCollection
{
    public const string Name = "Scratch memory";
}

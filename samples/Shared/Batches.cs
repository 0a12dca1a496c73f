namespace TensorDsl.Samples;

/// <summary>Random batches of equal size.</summary>
public static class Batches
{
    /// <summary>The rows of one epoch's batches; the few rows that fill no batch wait for another epoch.</summary>
    public static IEnumerable<int[]> Of(int count, int size, RandomSequence random)
        => Shuffle.Of(count, random).Chunk(size).Where(batch => batch.Length == size);
}

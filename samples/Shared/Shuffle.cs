namespace TensorDsl.Samples;

/// <summary>Random orders, the same for the same seed on every machine.</summary>
public static class Shuffle
{
    /// <summary>The numbers 0 … count − 1 in random order (Fisher and Yates).</summary>
    public static int[] Of(int count, RandomSequence random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)(random.NextUniform() * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}

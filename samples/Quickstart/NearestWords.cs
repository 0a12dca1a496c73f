namespace TensorDsl.Samples.Quickstart;

/// <summary>Part 1: the words whose vectors point the same way.</summary>
internal static class NearestWords
{
    private const int Shown = 5;

    private static readonly string[] s_nearKing = ["prince", "queen", "son", "brother", "monarch"];

    public static void Run(Report report)
    {
        report.Section("1. Nearest words by cosine");
        var vocabulary = WordVectors.Load();
        string[] asked = ["king", "paris", "computer", "three"];
        // The template's dims become the caller's: [Query, Meaning] · [Word, Meaning] → [Query, Word].
        Tensor<float, Query, Word> cosines = Functions.CosineMatrix(vocabulary.Of<Query>(asked), vocabulary.Vectors);
        report.Line($"{cosines.Length} cosines of {asked.Length} × {vocabulary.Words.Count} words, each of {vocabulary.Vectors.Size1} numbers");
        for (int i = 0; i < asked.Length; i++)
        {
            int itself = vocabulary.IndexOf(asked[i]);
            int[] nearest = [.. Enumerable.Range(0, cosines.Size1).Where(w => w != itself).OrderByDescending(w => cosines[i, w]).Take(Shown)];
            report.Line($"{asked[i],-9} {string.Join(", ", nearest.Select(w => FormattableString.Invariant($"{vocabulary.Words[w]} {cosines[i, w]:0.000}")))}");
            if (asked[i] == "king")
                report.Check(nearest.Select(w => vocabulary.Words[w]).SequenceEqual(s_nearKing), $"king is nearest to {string.Join(", ", s_nearKing)}");
        }
    }
}

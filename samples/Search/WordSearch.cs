using System.Globalization;

namespace TensorDsl.Samples.Search;

/// <summary>The nearest words of each word.</summary>
internal static class WordSearch
{
    public static int Run(WordOptions options)
    {
        var vocabulary = WordVectors.Load();
        string[] known = [.. options.Words.Where(w => vocabulary.Contains(w))];
        foreach (string unknown in options.Words.Except(known))
            Console.Error.WriteLine($"'{unknown}' is not among the {vocabulary.Words.Count} words, which are in lower case.");
        if (known.Length == 0) return 1;

        // The word itself is always the first, so one more is asked for than is shown.
        var (cosines, nearest) = Functions.Nearest(
            Functions.Unit(vocabulary.Of<Query>(known)), Functions.Unit(vocabulary.Vectors), Math.Min(options.Count, vocabulary.Words.Count - 1) + 1);
        for (int i = 0; i < known.Length; i++)
        {
            Console.WriteLine(known[i]);
            for (int rank = 0; rank < nearest.Size1; rank++)
            {
                string word = vocabulary.Words[nearest[i, rank].Value];
                if (word != known[i]) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {cosines[i, rank]:0.000}  {word}"));
            }
        }

        return known.Length == options.Words.Count ? 0 : 1;
    }
}

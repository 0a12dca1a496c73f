using System.Globalization;

namespace TensorDsl.Samples.Search;

/// <summary>What a command line asks for.</summary>
internal abstract record Options(int Count)
{
    public const string Usage =
        """
        Usage:
          Search [-k COUNT] WORD...                 the nearest words of each word, by cosine of their GloVe vectors
          Search [-k COUNT] --synthetic ROWS WIDTH QUERIES
                                                    a table of random unit vectors, searched for the queries and timed
        COUNT is how many are shown (10). For example:
          Search king paris
          Search -k 10 --synthetic 1000000 384 64
        """;

    /// <summary>The options, or null where help is asked for.</summary>
    /// <exception cref="UsageException">The command line means nothing.</exception>
    public static Options? Parse(IReadOnlyList<string> args)
    {
        if (args.Any(a => a is "-h" or "--help")) return null;
        int count = 10;
        var rest = new Queue<string>(args);
        var words = new List<string>();
        SyntheticOptions? synthetic = null;
        while (rest.TryDequeue(out string? argument))
        {
            switch (argument)
            {
                case "-k":
                    count = Number(rest, "COUNT after -k");
                    break;
                case "--synthetic":
                    synthetic = new(0, Number(rest, "ROWS after --synthetic"), Number(rest, "WIDTH after --synthetic"), Number(rest, "QUERIES after --synthetic"));
                    break;
                case ['-', ..]:
                    throw new UsageException($"There is no option '{argument}'.");
                default:
                    words.Add(argument);
                    break;
            }
        }

        if (synthetic is not null && words.Count > 0) throw new UsageException($"'{words[0]}' is a word, but a synthetic table has none.");
        if (synthetic is not null) return synthetic.Elements <= Array.MaxLength ? synthetic with { Count = count }
            : throw new UsageException($"{synthetic.Rows} rows of {synthetic.Width} numbers are more than the {Array.MaxLength} that one array holds.");
        return words.Count > 0 ? new WordOptions(count, words) : throw new UsageException("There is no word to search for.");
    }

    private static int Number(Queue<string> rest, string what)
    {
        if (!rest.TryDequeue(out string? text)) throw new UsageException($"{what} is missing.");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new UsageException($"{what} is '{text}', but a whole number above 0 is needed.");
    }
}

/// <summary>The nearest words of words.</summary>
internal sealed record WordOptions(int Count, IReadOnlyList<string> Words) : Options(Count);

/// <summary>A table of random vectors, and how many queries it is searched for.</summary>
internal sealed record SyntheticOptions(int Count, int Rows, int Width, int Queries) : Options(Count)
{
    public long Elements => (long)Math.Max(Rows, Queries) * Width;
}

/// <summary>A command line that means nothing, and why.</summary>
internal sealed class UsageException(string message) : Exception(message);

using System.Globalization;

namespace TensorDsl.Benchmarks.Contests;

/// <summary>Which contests run, and how.</summary>
internal sealed record ContestOptions(IReadOnlyList<string> Filters, int Alternations, IReadOnlyList<int> Threads, int Shrink, bool WithPython)
{
    public const string Usage =
        "contest [FILTER...] [--alternations N] [--threads N[,N...]] [--shrink N] [--without-python]   (11 alternations, 2 and 1 threads)";

    /// <summary>Whether a contest was asked for.</summary>
    public bool Chooses(string key) => Filters.Count == 0 || Filters.Any(f => key.Contains(f, StringComparison.OrdinalIgnoreCase));

    /// <summary>The options of a command line, or null where it has others.</summary>
    public static ContestOptions? Parse(IEnumerable<string> args)
    {
        var rest = new Queue<string>(args);
        var options = new ContestOptions([], 11, [2, 1], 1, true);
        while (rest.TryDequeue(out string? arg))
        {
            switch (arg)
            {
                case "--alternations" when Number(rest) is { } n: options = options with { Alternations = n }; break;
                case "--shrink" when Number(rest) is { } n: options = options with { Shrink = n }; break;
                case "--without-python": options = options with { WithPython = false }; break;
                case "--threads" when rest.TryDequeue(out string? list):
                    int?[] threads = [.. list.Split(',').Select(Positive)];
                    if (threads.Contains(null)) return null;
                    options = options with { Threads = [.. threads.Select(t => t!.Value)] };
                    break;
                case ['-', ..]: return null;
                default: options = options with { Filters = [.. options.Filters, arg] }; break;
            }
        }

        return options;
    }

    private static int? Number(Queue<string> rest) => rest.TryDequeue(out string? text) ? Positive(text) : null;

    private static int? Positive(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 ? n : null;
}

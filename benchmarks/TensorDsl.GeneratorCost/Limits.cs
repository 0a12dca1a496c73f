using System.Globalization;

namespace TensorDsl.GeneratorCost;

/// <summary>What the figures may not exceed; a limit that is not given holds always.</summary>
internal sealed class Limits
{
    private static readonly (string Option, string Meaning, Func<Figures, double> Figure)[] s_known =
    [
        ("--ms-per-template", "ms per template on a warm compiler", f => f.PerTemplate),
        ("--ms-per-edit", "ms for a re-run after one edit, on average", f => f.MeanEdit),
        ("--bytes-per-template", "source bytes per template", f => f.SourceBytesPerTemplate),
        ("--assembly-bytes", "bytes of the TensorDsl.Losses assembly", f => f.AssemblyBytes),
    ];

    private readonly List<(string Meaning, Func<Figures, double> Figure, double Most)> _limits = [];

    public static string Usage => "GeneratorCost [--profile] " + string.Join(' ', s_known.Select(k => $"[{k.Option} N]"));

    /// <summary>Null where the arguments are not understood.</summary>
    public static Limits? Parse(IReadOnlyList<string> arguments)
    {
        var limits = new Limits();
        for (int i = 0; i < arguments.Count; i += 2)
        {
            int known = Array.FindIndex(s_known, k => k.Option == arguments[i]);
            if (known < 0 || i + 1 == arguments.Count) return null;
            if (!double.TryParse(arguments[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out double most)) return null;
            limits._limits.Add((s_known[known].Meaning, s_known[known].Figure, most));
        }

        return limits;
    }

    /// <summary>One line per figure beyond its limit.</summary>
    public IEnumerable<string> Exceeded(Figures figures)
        => _limits.Where(l => l.Figure(figures) > l.Most)
            .Select(l => FormattableString.Invariant($"{l.Figure(figures):#,0.##} {l.Meaning}; the limit is {l.Most:#,0.##}"));
}

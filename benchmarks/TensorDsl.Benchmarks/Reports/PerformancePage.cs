using System.Globalization;
using System.Text;
using TensorDsl.Benchmarks.Contests;

namespace TensorDsl.Benchmarks.Reports;

/// <summary>
/// docs/performance.md: every figure comes from a result file. What is written by hand is benchmarks/notes.md, which stands at the end.
/// </summary>
internal static partial class PerformancePage
{
    private const int TargetThreads = 2;

    /// <summary>With fewer a verdict is a trial's.</summary>
    private const int FewestAlternations = 9;

    /// <summary>Writes the page; the exit code.</summary>
    public static int Write()
    {
        string file = Path.Combine(ResultStore.Repository, "docs", "performance.md");
        File.WriteAllText(file, Text());
        Console.WriteLine($"{file} is written.");
        return 0;
    }

    private static string Text()
    {
        var suite = Suite.All();
        var contests = ResultStore.Load<ContestResult>("contests");
        var text = new StringBuilder();
        text.Append("""
            # Performance

            Written by `dotnet run -c Release --project benchmarks/TensorDsl.Benchmarks -- report` from measurements; no number is typed by hand.
            `-- contest FILTER` measures single rows again, and `-- report --from-results` writes this page from all that was measured.

            - Ours and the peers compute the same function over the same numbers: before anything is timed, their results (values and gradients) are compared.
            - They take turns in one run, peers in Python in processes of their own, which wait while others run. A ratio is the median, over the
              alternations, of the peer's time by ours in the same alternation; its quartiles are in brackets, as are those of the times. Where there
              were fewer than 9 alternations, as for slow peers that no target is about, their number is there too.
            - "Tuned malloc" is PyTorch with a glibc that keeps the pages of large temporaries (`GLIBC_TUNABLES`), the fairer peer.
            - † marks rows during which other programs, or other guests of the machine's host, had more than 10 % of its processors, and how much.

            """.ReplaceLineEndings("\n"));
        Conditions(text, contests.Values);
        text.Append($"\n## Speed with {TargetThreads} threads\n\n");
        Speed(text, suite, contests, TargetThreads);
        Shortfalls(text, suite, contests);
        text.Append("\n## Speed with 1 thread\n\nIssue 3 has no targets here.\n\n");
        Speed(text, suite, contests, 1);
        Bandwidth(text, contests);
        Peaks(text);
        Growth(text);
        Cold(text);
        Include(text, "docs/performance-gpu.md", "GPU");
        Include(text, "benchmarks/notes.md", "Notes");
        return text.ToString();
    }

    private static void Conditions(StringBuilder text, IEnumerable<ContestResult> results)
    {
        var all = results.OrderBy(r => r.Measured).ToList();
        text.Append("\n## What it was measured on\n\n");
        if (all.Count == 0)
        {
            text.Append("Nothing was measured yet.\n");
            return;
        }

        text.Append("| | |\n|---|---|\n");
        // A value that changed between rows is shown as all of its values.
        foreach (var name in all.SelectMany(r => r.Machine.Keys).Distinct())
            Row(text, name, string.Join("; ", all.Where(r => r.Machine.ContainsKey(name)).Select(r => r.Machine[name]).Distinct()));
        Row(text, "Revisions", string.Join(", ", all.Select(r => r.Revision).Distinct()) + " (+: with changes that were not committed)");
        Row(text, "Measured", $"{all[0].Measured:yyyy-MM-dd HH:mm} to {all[^1].Measured:yyyy-MM-dd HH:mm} UTC");
        Row(text, "Load average of the machine", $"{all.Min(r => r.LoadBefore):0.0} to {all.Max(r => r.LoadAfter):0.0}");
    }

    private static void Speed(StringBuilder text, IReadOnlyList<Contest> suite, IReadOnlyDictionary<string, ContestResult> results, int threads)
    {
        bool hasTargets = threads == TargetThreads;
        text.Append(hasTargets
            ? "| function | sizes | ours, ms | against | theirs, ms | theirs / ours | at least | |\n|---|---|---:|---|---:|---:|---:|---|\n"
            : "| function | sizes | ours, ms | against | theirs, ms | theirs / ours |\n|---|---|---:|---|---:|---:|\n");
        foreach (var contest in suite)
        {
            if (!results.TryGetValue($"{contest.Key}-{threads}", out var result))
            {
                if (hasTargets) Row(text, [contest.Name, contest.Sizes, "not measured", "", "", "", "", ""]);
                continue;
            }

            string mark = result.IsDisturbed ? $" † {result.Disturbance:0%}" : "";
            bool isFirst = true;
            foreach (var peer in result.Peers)
            {
                var claim = contest.Claims.FirstOrDefault(c => c.Against == peer.Contender);
                var times = peer.Times(result.Ours);
                string[] cells =
                [
                    isFirst ? contest.Name + mark : "", isFirst ? contest.Sizes : "", isFirst ? Milliseconds(result.Ours) : "",
                    peer.Contender, Milliseconds(peer), $"{times.Median:0.00}× ({times.Low:0.00}–{times.High:0.00})",
                ];
                Row(text, hasTargets ? [.. cells, claim is null ? "" : $"{claim.AtLeast:0.##}×", claim is null ? "" : Verdict(times.Median >= claim.AtLeast, result.Ours)] : cells);
                isFirst = false;
            }

            foreach (var (peer, reason) in result.Missing)
                Row(text, [isFirst ? contest.Name : "", "", "", peer, $"missing: {reason}", "", .. hasTargets ? ["", "not measured"] : Array.Empty<string>()]);
        }
    }

    private static void Shortfalls(StringBuilder text, IReadOnlyList<Contest> suite, IReadOnlyDictionary<string, ContestResult> results)
    {
        var below = new List<string>();
        int met = 0, unmeasured = 0;
        foreach (var contest in suite)
            foreach (var claim in contest.Claims)
            {
                var result = results.GetValueOrDefault($"{contest.Key}-{TargetThreads}");
                if (result?.Peers.FirstOrDefault(p => p.Contender == claim.Against) is not { } peer) unmeasured++;
                else if (peer.Times(result.Ours).Median is var times && times >= claim.AtLeast) met++;
                else below.Add($"- {contest.Name} {contest.Sizes}: {times:0.00}× of {claim.Against} instead of {claim.AtLeast:0.##}×{(result.IsDisturbed ? " (†)" : "")}");
            }

        text.Append($"\n{met} targets of speed in issue 3 are met, {below.Count} are not, {unmeasured} could not be measured.\n");
        if (below.Count > 0) text.Append("Below their target:\n\n").AppendJoin('\n', below).Append('\n');
    }

    /// <summary>A file of the repository under a heading; its own headings go one level down.</summary>
    private static void Include(StringBuilder text, string path, string heading)
    {
        string file = Path.Combine(ResultStore.Repository, path);
        if (!File.Exists(file)) return;
        text.Append($"\n## {heading}\n\n");
        bool isCode = false, hasBegun = false;
        foreach (string line in File.ReadAllText(file).ReplaceLineEndings("\n").Trim('\n').Split('\n'))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            // The title is the heading.
            if (!isCode && line.StartsWith("# ", StringComparison.Ordinal)) continue;
            if (line.Length == 0 && !hasBegun) continue;
            hasBegun = true;
            text.Append(!isCode && line.StartsWith('#') ? "#" + line : line).Append('\n');
        }
    }

    private static string Verdict(bool isMet, Timing ours)
        => (isMet ? "met" : "**below**") + (ours.Seconds.Length < FewestAlternations ? " in a trial" : "");

    private static string Milliseconds(Timing timing)
    {
        var spread = timing.Spread;
        string format = spread.Median >= 0.1 ? "0" : spread.Median >= 0.01 ? "0.0" : "0.00";
        string few = timing.Seconds.Length < FewestAlternations ? $", of {timing.Seconds.Length}" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{(spread.Median * 1e3).ToString(format)} ({(spread.Low * 1e3).ToString(format)}–{(spread.High * 1e3).ToString(format)}{few})");
    }

    /// <summary>When results of a section were measured, and of which revisions.</summary>
    private static string When(IEnumerable<(DateTime Measured, string Revision)> results)
    {
        var all = results.OrderBy(r => r.Measured).ToList();
        return all.Count == 0 ? "" : $"Measured {all[0].Measured:yyyy-MM-dd HH:mm} to {all[^1].Measured:yyyy-MM-dd HH:mm} UTC, revisions {string.Join(", ", all.Select(r => r.Revision).Distinct())}.";
    }

    private static void Row(StringBuilder text, params string[] cells) => text.Append("| ").AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|"))).Append(" |\n");
}

using System.Text;
using TensorDsl.Benchmarks.Memory;

namespace TensorDsl.Benchmarks.Reports;

internal static partial class PerformancePage
{
    private const double MostMillisecondsMore = 150;
    private const double BudgetMiB = 64, MiB = 1 << 20;

    private static void Bandwidth(StringBuilder text, IReadOnlyDictionary<string, ContestResult> results)
    {
        text.Append("\n## Memory bandwidth\n\nRow cosine reads its two inputs once; beside it a loop that does nothing but read them, with as many threads, in the same turns.\n\n");
        text.Append("| threads | read by the loop, GB/s | read by row cosine, GB/s |\n|---|---:|---:|\n");
        foreach (int threads in new[] { 1, 2 })
            if (results.TryGetValue($"cosine-rows-{threads}", out var result) && result.Peers.FirstOrDefault(p => p.Contender == "reading both inputs") is { } loop)
            {
                string Rate(Timing t) => $"{2.0 * 65536 * 768 * sizeof(float) / t.Spread.Median / 1e9:0.0}";
                Row(text, $"{threads}{(result.IsDisturbed ? $" † {result.Disturbance:0%}" : "")}", Rate(loop), Rate(result.Ours));
            }
    }

    private static void Peaks(StringBuilder text)
    {
        var results = ResultStore.Load<PeakResult>("memory");
        text.Append("\n## Memory beyond inputs and results\n\n");
        text.Append("The peak of a fresh process that calls the function twice, less that of one that only makes inputs and results (VmHWM; code that is compiled for the call counts). ");
        text.Append(When(results.Values.Select(r => (r.Measured, r.Revision)))).Append("\n\n");
        text.Append("| function | sizes | ours, MB | PyTorch, MB | tuned malloc, MB | at most, MB | |\n|---|---|---:|---:|---:|---:|---|\n");
        foreach (var (key, limit) in PeakRun.Limits)
        {
            if (!results.TryGetValue(key, out var result))
            {
                Row(text, key, "", "not measured", "", "", limit is { } most ? $"{most:0}" : "", "");
                continue;
            }

            string Of(string name) => result.Peaks.TryGetValue(name, out double bytes) ? $"{bytes / 1e6:0}" : "–";
            string verdict = limit is null ? "" : result.Peaks["TensorDsl"] / 1e6 <= limit ? "met" : "**above**";
            Row(text, result.Name, result.Sizes, Of("TensorDsl"), Of(PythonPeer.Torch.Name), Of(PythonPeer.TunedTorch.Name), limit is { } l ? $"{l:0}" : "", verdict);
        }
    }

    private static void Growth(StringBuilder text)
    {
        text.Append("\n## Scratch memory of losses over pairs\n\n");
        if (!ResultStore.Load<GrowthResult>("growth").TryGetValue("growth", out var result))
        {
            text.Append("Not measured (`-- growth`).\n");
            return;
        }

        text.Append($"All pairwise losses of the library at width 4, beside inputs and gradients; at most {BudgetMiB:0} MiB and what grows with the rows is allowed. ");
        text.Append($"All pairs of {result.Rows[^1]} rows in float would be {4.0 * result.Rows[^1] * result.Rows[^1] / MiB:0} MiB. ");
        text.Append($"Left out, because their time grows with the cube of the rows: {string.Join(", ", result.LeftOut)}. {When([(result.Measured, result.Revision)])}\n\n");
        text.Append($"| loss | {string.Join(" | ", result.Rows.Select(r => $"{r} rows, MiB"))} | |\n|---|{string.Concat(result.Rows.Select(_ => "---:|"))}---|\n");
        foreach (var loss in result.Losses)
        {
            // 200 numbers a row, and the tiles of the threads, as the test allows.
            bool isLinear = loss.Scratch.Zip(result.Rows).All(x => x.First <= BudgetMiB * MiB + 800.0 * x.Second + 4 * MiB);
            Row(text, [loss.Name, .. loss.Scratch.Select(b => $"{b / MiB:0.0}"), isLinear ? "met" : "**above**"]);
        }
    }

    private static void Cold(StringBuilder text)
    {
        text.Append("\n## Cold start\n\n");
        if (!ResultStore.Load<ColdResult>("cold").TryGetValue("cold", out var result))
        {
            text.Append("Not measured (`-- cold`).\n");
            return;
        }

        text.Append($"Fresh processes in turns, from their start to their end: one that calls a function once, less one that calls nothing ({result.Empty.Spread.Median * 1e3:0} ms). ");
        text.Append($"Median and quartiles of {result.Empty.Seconds.Length}; load average {result.LoadBefore:0.0} to {result.LoadAfter:0.0}. {When([(result.Measured, result.Revision)])}\n\n");
        text.Append("| function | ms more than an empty process | below | |\n|---|---:|---:|---|\n");
        foreach (var function in result.Functions)
        {
            var more = result.More(function);
            Row(text, function.Contender, $"{more.Median * 1e3:0} ({more.Low * 1e3:0}–{more.High * 1e3:0})", $"{MostMillisecondsMore:0}", more.Median * 1e3 < MostMillisecondsMore ? "met" : "**above**");
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace TensorDsl.Samples;

/// <summary>
/// What a sample prints: colours and moving progress bars on a terminal, plain lines where the output is redirected. It counts the checks
/// that failed, for the exit code.
/// </summary>
public sealed class Report
{
    private const int PlainLines = 5;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _checks, _failed;

    private static bool Plain => Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive;

    /// <summary>0 if all checks held, otherwise 1.</summary>
    public int ExitCode => _failed == 0 ? 0 : 1;

    /// <summary>A heading.</summary>
    public void Section(string title)
    {
        Console.WriteLine();
        if (Plain) Console.WriteLine(title);
        else AnsiConsole.MarkupLineInterpolated($"[bold]{title}[/]");
    }

    /// <summary>A line of text; numbers in it are written the same way on every machine.</summary>
    public void Line(FormattableString text) => Console.WriteLine("  " + text.ToString(CultureInfo.InvariantCulture));

    /// <summary>States a check and whether it held.</summary>
    public void Check(bool held, FormattableString claim)
    {
        _checks++;
        if (!held) _failed++;
        string text = claim.ToString(CultureInfo.InvariantCulture);
        if (Plain) Console.WriteLine($"  {(held ? "ok    " : "FAILED")} {text}");
        else AnsiConsole.MarkupLineInterpolated($"  [{(held ? "green" : "red bold")}]{(held ? "✓" : "✗")}[/] {text}");
    }

    /// <summary>Runs the steps 0 … steps − 1 of a training; each returns what to show beside the progress, such as its loss.</summary>
    public void Progress(string title, int steps, Func<int, FormattableString> step)
    {
        if (Plain)
        {
            for (int i = 0; i < steps; i++)
            {
                string state = step(i).ToString(CultureInfo.InvariantCulture);
                if (IsShown(i, steps)) Console.WriteLine($"  {title} {i + 1}/{steps}: {state}");
            }
            return;
        }
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn()).Start(context =>
        {
            var task = context.AddTask(title, maxValue: steps);
            for (int i = 0; i < steps; i++)
            {
                string state = step(i).ToString(CultureInfo.InvariantCulture);
                task.Description = Markup.Escape($"  {title} {i + 1}/{steps}: {state}");
                task.Increment(1);
            }
        });
    }

    /// <summary>The closing line: how many checks held, and the time since the start.</summary>
    public void Close()
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_checks - _failed} of {_checks} checks held, {_watch.Elapsed.TotalSeconds:0.0} s"));
    }

    // A redirected output gets a few lines of a training: the first, the last and some between.
    private static bool IsShown(int i, int steps) => i == 0 || (i + 1) * PlainLines / steps > i * PlainLines / steps;
}

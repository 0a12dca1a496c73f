using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis.CSharp;
using TensorDsl.GeneratorCost;

// What the generator costs over the whole loss library: time, source and assembly. Exits with 1 beyond the limits given on the command line.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool profile = args.Contains("--profile");
if (Limits.Parse([.. args.Where(a => a != "--profile")]) is not { } limits)
{
    Console.Error.WriteLine(Limits.Usage);
    return 2;
}

#if DEBUG
Console.Error.WriteLine("This is a debug build; the times say little. Run with -c Release.");
#endif
var library = LossLibrary.Read();
var figures = Measurement.Run(library);
if (figures.Templates == 0)
{
    Console.Error.WriteLine("Nothing was generated.");
    return 1;
}

Console.WriteLine($"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, .NET {Environment.Version}, Roslyn {typeof(CSharpCompilation).Assembly.GetName().Version}");
Console.WriteLine();
Console.WriteLine("| figure | clock | processors |");
Console.WriteLine("|---|---:|---:|");
Row("templates", $"{figures.Templates} | ");
RowOf("first run of a process, ms", figures.Cold);
RowOf("whole library on a warm compiler, ms (median)", figures.Run);
RowOf("whole library on a warm compiler, ms (least)", figures.Runs[0]);
Row("per template, ms (median)", $"{figures.PerTemplate:0.00} | {figures.Run.Processor / figures.Templates:0.00}");
Row("re-run after one edit, ms (mean over the edits)", $"{figures.MeanEdit:0.0} | {figures.Edits.Average(e => e.Cost.Processor):0.0}");
RowOf("re-run after one edit, ms (median)", figures.Edits[figures.Edits.Count / 2].Cost);
RowOf($"re-run after the dearest edit ({figures.Edits[^1].Template}), ms", figures.Edits[^1].Cost);
Row("edits tried", $"{figures.Edits.Count} | ");
Row("generated source, bytes", $"{figures.SourceBytes:#,0} | ");
Row("generated source per template, bytes", $"{figures.SourceBytesPerTemplate:#,0} | ");
Row("TensorDsl.Losses.dll, bytes", $"{figures.AssemblyBytes:#,0} | ");

if (profile)
{
    Console.WriteLine();
    Console.WriteLine("| pass over the whole library | ms |");
    Console.WriteLine("|---|---:|");
    foreach (var (pass, time) in PassProfile.Run(library)) Row(pass, $"{time:0.0}");
}

var exceeded = limits.Exceeded(figures).ToList();
foreach (string line in exceeded) Console.Error.WriteLine($"GeneratorCost: {line}");
return exceeded.Count == 0 ? 0 : 1;

static void Row(string name, string value) => Console.WriteLine($"| {name} | {value} |");

static void RowOf(string name, Cost cost) => Row(name, $"{cost.Clock:0} | {cost.Processor:0}");

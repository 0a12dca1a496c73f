using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TensorDsl.Generators;

namespace TensorDsl.GeneratorCost;

/// <summary>
/// Times the generator as a compiler server runs it. A whole run takes a new driver and a copy of the compilation without its bound symbols,
/// so that the binding which the generator causes counts as its cost.
/// </summary>
internal static class Measurement
{
    private const int WarmUps = 20;
    private const int Runs = 9;
    private const int EditWarmUps = 5;

    public static Figures Run(LossLibrary library)
    {
        var cold = Whole(library, out _);
        for (int i = 0; i < WarmUps; i++) Whole(library, out _);
        var runs = Enumerable.Range(0, Runs).Select(_ => Whole(library, out GeneratorDriver _)).OrderBy(c => c.Clock).ToList();

        Whole(library, out var driver);
        var trees = driver.GetRunResult().GeneratedTrees;
        long bytes = trees.Sum(t => (long)Encoding.UTF8.GetByteCount(t.ToString()));
        return new(trees.Length, cold, runs, Edits(library, driver), bytes, LossLibrary.AssemblyBytes);
    }

    /// <summary>A driver of a new generator, as the first compilation of a project starts one.</summary>
    public static GeneratorDriver NewDriver(bool track = false) => CSharpGeneratorDriver.Create(
        [new TensorDslGenerator().AsSourceGenerator()],
        parseOptions: LossLibrary.ParseOptions,
        driverOptions: new(IncrementalGeneratorOutputKind.None, track));

    private static Cost Whole(LossLibrary library, out GeneratorDriver driver)
    {
        var compilation = library.Compilation.Clone();
        GeneratorDriver? made = null;
        var cost = Cost.Of(() => made = NewDriver().RunGenerators(compilation));
        driver = made!;
        return cost;
    }

    private static List<(Cost Cost, string Template)> Edits(LossLibrary library, GeneratorDriver before)
    {
        foreach (var (_, edited) in library.Edits().Take(EditWarmUps)) before.RunGenerators(edited);
        // Drivers are immutable: each edit starts from the state before it.
        return [.. library.Edits().Select(e => (Cost.Of(() => before.RunGenerators(e.Edited)), e.Template)).OrderBy(e => e.Item1.Clock)];
    }
}

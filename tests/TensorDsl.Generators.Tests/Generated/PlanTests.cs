using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>What the scheduler decides about losses as users write them, and the code that is printed from it.</summary>
public class PlanTests
{
    private const int MostKernelLines = 300;

    public static TheoryData<string> Snapshots => ["InfoNce", "MarginNce", "Perceptron"];

    [Theory]
    [MemberData(nameof(Snapshots))]
    public void The_plan_of_the_gradient(string name)
    {
        Assert.Equal(name, KnownTemplates.Code[name].Function.Name);
        var plan = GradientPlan(name);
        Snapshot.Match($"{IrPrinter.Print(plan.Function)}\n{PlanPrinter.Print(plan)}", $"{name}Gradient", "txt");
    }

    [Fact]
    public void The_code_of_the_gradient_is_short_and_known()
    {
        // Asking for the template fails where its code doesn't compile.
        Assert.NotNull(KnownTemplates.Code["InfoNce"].Type);
        string kernel = Block(KnownTemplates.Code.Source("InfoNce"), "struct GradientKernel");
        int lines = kernel.Split('\n').Length;
        Snapshot.Match(kernel, "InfoNceGradientKernel", "cs");
        Assert.True(lines < MostKernelLines, $"the kernel has {lines} lines");
    }

    [Theory]
    [InlineData("InfoNce")]
    [InlineData("NPairs")]
    [InlineData("MarginNce")]
    public void Nothing_over_all_pairs_is_stored(string name)
    {
        foreach (var plan in (Plan[])[GradientPlan(name), ValuePlan(name)])
            Assert.All(plan.Buffers, b => Assert.False(b.Layout.Count(a => a.Dim == "N") > 1, $"{b.Name}[{string.Join(", ", b.Layout)}] of {name} is stored"));
    }

    /// <summary>
    /// Another order of the operands, a mask of labels, a margin and a further term get the plan of plain InfoNCE: as many passes of each
    /// kind, and tiles that do the same. Which side is called rows follows from the order of the operands and does not count.
    /// </summary>
    [Fact]
    public void A_variant_gets_the_passes_of_the_original()
    {
        Plan original = GradientPlan("InfoNce"), variant = GradientPlan("MarginNce");
        Assert.NotEmpty(Tiles(original));
        Assert.Equal(Tiles(original), Tiles(variant));
        Assert.Equal(original.Passes.Select(p => p.GetType().Name).Order(), variant.Passes.Select(p => p.GetType().Name).Order());
    }

    /// <summary>A layer costs a matrix product: what comes after it reads it from memory instead of computing it again.</summary>
    [Fact]
    public void A_hidden_layer_is_stored()
        => Assert.Contains(GradientPlan("Perceptron").Buffers, b => b.Result < 0 && b.Layout.Select(a => a.Dim).Order().SequenceEqual(["H", "N"]));

    /// <summary>Stored, or used up tile by tile where nothing else needs it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hidden_layer_is_computed_once(bool gradient)
    {
        var plan = gradient ? GradientPlan("Perceptron") : ValuePlan("Perceptron");
        Assert.Single(plan.Passes.OfType<TilePass>().SelectMany(p => p.Contractions), c => c.Over.Any(a => a.Dim == "I"));
    }

    /// <summary>The forward pass's tile serves the backward pass, and its gradient tile takes its place.</summary>
    [Theory]
    [InlineData("InfoNce")]
    [InlineData("MarginNce")]
    public void Tiles_of_a_loss_over_pairs_are_kept_for_its_gradient(string name)
    {
        var kept = Assert.Single(GradientPlan(name).Kept);
        Assert.Single(kept.Later);
        Assert.True(kept.Overwritten >= 0);
        Assert.Empty(ValuePlan(name).Kept);
    }

    [Fact]
    public void Sums_of_tiles_lie_in_the_gradients_that_they_become()
    {
        var plan = GradientPlan("InfoNce");
        Assert.Equal(["gradKey", "gradQuery"], plan.Shared.Values.Select(s => s.Name).Order());
        Assert.All(plan.Shared, pair => Assert.IsType<TilePass>(plan.Passes.Single(p => p.Stores.Contains(pair.Key))));
    }

    [Fact]
    public void A_softmax_scales_the_exponentials_of_its_sum()
    {
        var plan = GradientPlan("CrossEntropy");
        Assert.Single(Enumerable.Range(0, plan.Code.Count), i => plan.Code[i] is Map { Op: "ExpOfDifference" } && plan.Passes.OfType<RowPass>()
            .Any(p => p.Body.Phases.Any(q => q.Nests.Any(n => n.Values.Contains(i)))));
    }

    /// <summary>What a plan does with tiles.</summary>
    private static string[] Tiles(Plan plan) =>
    [
        .. plan.Passes.OfType<TilePass>().Select(t =>
            $"{string.Join("·", t.Rows.Concat(t.Columns).Select(a => a.Dim))}: {t.Contractions.Count} contractions, {t.Online.Count} online, " +
            $"{t.RowSums.Count + t.ColumnSums.Count} sums of tiles"),
    ];

    private static Plan ValuePlan(string name) => Make(name, f => f);

    private static Plan GradientPlan(string name) => Make(name, Differentiate.Gradient);

    private static Plan Make(string name, Func<Function, Function> derive)
        => Scheduler.Run(Simplify.Run(derive(Stabilize.Run(KnownTemplates.Code[name].Function)), dropStopGradient: true));

    /// <summary>A declaration with its braces, without its indentation.</summary>
    private static string Block(string source, string declaration)
    {
        string[] lines = source.Split('\n');
        int start = Array.FindIndex(lines, l => l.Contains(declaration, StringComparison.Ordinal));
        Assert.True(start >= 0, $"no {declaration} in\n{source}");
        int indent = lines[start].Length - lines[start].TrimStart().Length;
        int end = Array.FindIndex(lines, start, l => l.TrimEnd() == new string(' ', indent) + "}");
        return string.Join("\n", lines[start..(end + 1)].Select(l => l.Length > indent ? l[indent..] : l.TrimStart()));
    }
}

using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests;

/// <summary>What the docs promise at the edges: zero vectors, equal rows, certain predictions, ruled-out classes, nothing to average.</summary>
/// <param name="close">How near the few values that are no round numbers must be in the library's precision.</param>
public abstract class ExtremesTests(ILossLibrary library, double close)
{
    protected ILossLibrary Library => library;

    [Theory]
    [InlineData("Similarities.CosineMatrix", "a", "b")]
    [InlineData("Similarities.Cdist", "a", "b")]
    [InlineData("Similarities.PNormDistance", "a", "b")]
    [InlineData("Similarities.PairwiseDistance", "x1", "x2")]
    [InlineData("Similarities.CosineSimilarity", "x1", "x2")]
    [InlineData("Similarities.Jaccard", "x", "y")]
    [InlineData("Losses.L1Each", "input", "target")]
    [InlineData("Information.KlDivergence", "p", "q")]
    [InlineData("Information.JensenShannon", "p", "q")]
    [InlineData("Information.CrossEntropyDistributions", "p", "q")]
    public void ZerosGiveFiniteValuesAndGradients(string method, string x, string y)
    {
        // One row: two zero vectors, which are equal rows as well.
        var call = CallBuilder.Of(method).Tensor(x, [1, 3], 0, 0, 0).Tensor(y, [1, 3], 0, 0, 0);
        int results = call.Values(Library).Length;
        AssertFinite(call.Upstream([.. Enumerable.Repeat(1.0, results)]).Run(Library, x, y));
    }

    [Theory]
    [InlineData("Losses.FrobeniusNormLoss", "pred", "label", 3)]
    [InlineData("Losses.RowNormLoss", "pred", "label", 2)]
    [InlineData("Losses.SmoothL1", "input", "target", 2)]
    [InlineData("Losses.NPairs", "a", "b", 2)]
    [InlineData("Losses.InfoNce", "query", "key", 2)]
    [InlineData("Losses.NtXent", "z1", "z2", 2)]
    [InlineData("Losses.CrossSimilarity", "x", "y", 2)]
    [InlineData("Losses.BarlowTwins", "z1", "z2", 2)]
    [InlineData("Losses.VicReg", "z1", "z2", 2)]
    [InlineData("Losses.Alignment", "x", "y", 2)]
    public void EqualZeroBatchesGiveFiniteLossesAndGradients(string method, string x, string y, int rank)
    {
        int[] extents = [.. Enumerable.Repeat(2, rank)];
        double[] zeros = new double[1 << rank];
        AssertFinite(CallBuilder.Of(method).Tensor(x, extents, zeros).Tensor(y, extents, zeros).Run(Library, x, y));
    }

    [Theory]
    [InlineData("Losses.SupCon", "features")]
    [InlineData("Losses.LiftedStructure", "embeddings")]
    [InlineData("Losses.MultiSimilarity", "embeddings")]
    [InlineData("Losses.Circle", "embeddings")]
    [InlineData("Losses.Angular", "embeddings")]
    [InlineData("Losses.BatchHardTriplet", "embeddings")]
    [InlineData("Losses.BatchAllTriplet", "embeddings")]
    [InlineData("Losses.ContrastiveByLabel", "embeddings")]
    public void LabelledLossesAreFiniteWithoutPositivesOrNegatives(string method, string x)
    {
        double[] data = [1, 2, 3, -1, 0.5, 2, 0, 0, 0];
        foreach (int[] labels in (int[][])[[0, 1, 2], [0, 0, 0], [0, 0, 1]])
        {
            var outcome = CallBuilder.Of(method).Tensor(x, [3, 3], data).Labels("labels", 3, labels).Run(Library, x);
            AssertFinite(outcome);
        }
    }

    [Fact]
    public void BinaryCrossEntropyIsClampedAtCertainty()
    {
        var outcome = CallBuilder.Of("Losses.BinaryCrossEntropyEach").Tensor("input", [1, 4], 0, 1, 0, 1).Tensor("target", [1, 4], 1, 0, 0, 1)
            .Upstream(1, 1, 1, 1).Run(Library, "input");
        Assert.Equal([100, 100, 0, 0], outcome.Results[0].Data);
        AssertFinite(outcome);
        Assert.True(double.IsNaN(CallBuilder.Of("Losses.BinaryCrossEntropy").Tensor("input", [1, 1], 1.5).Tensor("target", [1, 1], 1).Value(Library)));
        Assert.True(double.IsNaN(CallBuilder.Of("Losses.BinaryCrossEntropy").Tensor("input", [1, 1], -0.5).Tensor("target", [1, 1], 1).Value(Library)));
    }

    [Fact]
    public void CrossEntropyTakesRuledOutClasses()
    {
        var outcome = CallBuilder.Of("Losses.CrossEntropy").Tensor("logits", [1, 3], 1, double.NegativeInfinity, 2).Labels("target", 3, 0).Run(Library, "logits");
        Assert.Equal(Math.Log(Math.Exp(1) + Math.Exp(2)) - 1, outcome.Results[0].Data[0], close);
        AssertFinite(outcome);
    }

    [Theory]
    [InlineData("Losses.CrossEntropy", "logits")]
    [InlineData("Losses.NllLoss", "input")]
    public void AllRowsIgnoredGiveNaNAsAMeanAndZeroAsASum(string method, string x)
    {
        foreach (double[]? weight in (double[]?[])[null, [1, 2]])
        {
            Assert.True(double.IsNaN(Call(method).Value(Library)));
            Assert.Equal(0, Call(method + "Sum").Value(Library));
            Assert.Equal([0.0, 0.0], Call(method + "Each").Values(Library));
            AssertFinite(Call(method + "Sum").Run(Library, x));

            CallBuilder Call(string name)
            {
                var call = CallBuilder.Of(name).Tensor(x, [2, 2], 1, 2, 3, 4).Labels("target", 2, -100, -100);
                return weight is null ? call : call.Tensor("weight", [2], weight);
            }
        }
    }

    [Fact]
    public void SmoothL1WithoutWidthIsL1()
    {
        var smooth = CallBuilder.Of("Losses.SmoothL1").Tensor("input", [1, 3], 1, -2, 0).Tensor("target", [1, 3], 0, 0, 0).With("beta", 0).Run(Library, "input");
        var l1 = CallBuilder.Of("Losses.L1").Tensor("input", [1, 3], 1, -2, 0).Tensor("target", [1, 3], 0, 0, 0).Run(Library, "input");
        Assert.Equal(l1.Results[0].Data, smooth.Results[0].Data);
        Assert.Equal(l1.Gradients["input"], smooth.Gradients["input"]);
    }

    [Fact]
    public void ZeroProbabilitiesMeetNoInfinity()
    {
        var zeroTarget = CallBuilder.Of("Losses.KlDiv").Tensor("input", [1, 2], double.NegativeInfinity, 0).Tensor("target", [1, 2], 0, 1).Run(Library, "input", "target");
        Assert.Equal(0, zeroTarget.Results[0].Data[0]);
        AssertFinite(zeroTarget);
        Assert.Equal(
            double.PositiveInfinity,
            CallBuilder.Of("Information.KlDivergence").Tensor("p", [1, 2], 0.5, 0.5).Tensor("q", [1, 2], 0, 1).Values(Library)[0]);
        Assert.Equal(Math.Log(2), CallBuilder.Of("Information.JensenShannon").Tensor("p", [1, 2], 1, 0).Tensor("q", [1, 2], 0, 1).Values(Library)[0], close);
    }

    [Fact]
    public void FocalLossIsFiniteWhereThePredictionIsCertain()
    {
        foreach (double gamma in (double[])[0, 0.5, 2])
        {
            AssertFinite(CallBuilder.Of("Losses.FocalLoss").Tensor("logits", [1, 2], 100, -100).Labels("target", 2, 0).With("gamma", gamma).Run(Library, "logits"));
            AssertFinite(CallBuilder.Of("Losses.SigmoidFocalLoss").Tensor("logits", [1, 2], 800, -800).Tensor("target", [1, 2], 1, 0)
                .With("gamma", gamma).Run(Library, "logits"));
        }
    }

    [Fact]
    public void ArcFaceIsFiniteAtItsOwnCenter()
    {
        foreach (string method in (string[])["Losses.ArcFace", "Losses.ArcFaceMonotone", "Losses.CosFace"])
            AssertFinite(CallBuilder.Of(method).Tensor("embeddings", [1, 2], 3, 4).Tensor("weight", [2, 2], 3, 4, -3, -4).Labels("labels", 2, 0)
                .Run(Library, "embeddings", "weight"));
    }

    private static void AssertFinite(TemplateOutcome outcome)
    {
        Assert.All(outcome.Results, r => Assert.All(r.Data, v => Assert.True(double.IsFinite(v), $"value {v}")));
        Assert.All(outcome.Gradients, g => Assert.All(g.Value, v => Assert.True(double.IsFinite(v), $"gradient of {g.Key}: {v}")));
    }
}

using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Bindings;

/// <summary>Every function of the fixtures and what computes it. The whole cross product of a function's options is bound, not only the public cases.</summary>
public static class BindingTable
{
    /// <summary>Functions that the library does not have yet. This list only shrinks: a test fails when one of them is bound.</summary>
    public static readonly IReadOnlySet<string> NotYet = new HashSet<string>();

    public static readonly IReadOnlyList<Binding> All =
    [
        new("accuracy", _ => "Metrics.Accuracy"),
        new("adam", c => c.Params.TryGetValue("amsgrad", out object? on) && on is true ? "Optimizers.AdamAmsgrad" : "Optimizers.Adam")
        {
            Consumed = ["amsgrad"],
            Structural = ["amsgrad"],
        },
        new("adamw", _ => "Optimizers.AdamW"),
        new("alignment", _ => "Losses.Alignment"),
        new("angular", _ => "Losses.Angular") { Consumed = ["variant"], Structural = ["variant"] },
        new("arc_face", _ => "Losses.ArcFace"),
        new("attention_distribution", _ => "Similarities.AttentionDistribution")
        {
            Domains = new Dictionary<string, Domain> { ["target"] = Domain.Positive, ["b"] = Domain.Positive },
        },
        new("barlow_twins", _ => "Losses.BarlowTwins"),
        new("binary_cross_entropy", Reduced("Losses.BinaryCrossEntropy"))
        {
            Consumed = ["reduction"],
            Domains = new Dictionary<string, Domain> { ["input"] = Domain.Fractions, ["target"] = Domain.Fractions, ["weight"] = Domain.Positive },
        },
        new("binary_cross_entropy_with_logits", Reduced("Losses.BinaryCrossEntropyWithLogits"))
        {
            Consumed = ["reduction"],
            Domains = new Dictionary<string, Domain>
            {
                ["target"] = Domain.Fractions, ["weight"] = Domain.Positive, ["pos_weight"] = Domain.Positive,
            },
        },
        new("cdist", _ => "Similarities.Cdist")
        {
            When = c => c.Params["p"] is 0.0 or 1.0 or 2.0 or double.PositiveInfinity,
            Values = new Dictionary<string, Func<object?, object?>>
            {
                ["p"] = p => p switch { 0.0 => "Zero", 1.0 => "One", 2.0 => "Two", _ => "Infinity" },
            },
        },
        new("cdist", _ => "Similarities.PNormDistance"),
        new("center_loss", Reduced("Losses.CenterLoss")) { Consumed = ["reduction"] },
        new("circle", _ => "Losses.Circle"),
        new("contrastive", Reduced("Losses.Contrastive"))
        {
            Consumed = ["reduction"],
            Domains = new Dictionary<string, Domain> { ["y"] = Domain.Bits },
        },
        new("cos_face", _ => "Losses.CosFace"),
        new("cosine_embedding", Reduced("Losses.CosineEmbedding"))
        {
            Consumed = ["reduction"],
            Domains = new Dictionary<string, Domain> { ["y"] = Domain.Signs },
        },
        new("cosine_linear", _ => "Similarities.CosineLinear")
        {
            Domains = new Dictionary<string, Domain> { ["sigma"] = Domain.Scale },
        },
        new("cosine_matrix", _ => "Similarities.CosineMatrix"),
        new("cosine_similarity", _ => "Similarities.CosineMatrix")
        {
            // [S, 1, D] and [1, T, D] broadcast to all pairs, which by name they do on their own.
            When = c => c.Dims.ContainsKey("1"),
            Consumed = ["dim"],
            Structural = ["dim"],
            Renamed = new Dictionary<string, string> { ["x1"] = "a", ["x2"] = "b" },
        },
        new("cosine_similarity", CosineAlong) { Consumed = ["dim"], Structural = ["dim"] },
        new("cross_entropy", Reduced("Losses.CrossEntropy"))
        {
            Consumed = ["reduction"],
            Domains = new Dictionary<string, Domain> { ["weight"] = Domain.Positive },
        },
        new("cross_entropy_distributions", _ => "Information.CrossEntropyDistributions") { Domains = Distributions("p", "q") },
        new("dot_matrix", _ => "Similarities.DotMatrix"),
        new("effective_rank", _ => "Metrics.EffectiveRank"),
        new("entropy", _ => "Information.Entropy") { Domains = Distributions("p") },
        new("focal_loss", Reduced("Losses.SigmoidFocalLoss"))
        {
            When = c => c.Text("variant") == "sigmoid",
            Consumed = ["reduction", "variant"],
            Structural = ["variant"],
            Values = new Dictionary<string, Func<object?, object?>> { ["alpha"] = NoAlpha },
            Domains = new Dictionary<string, Domain> { ["target"] = Domain.Bits },
        },
        new("focal_loss", Reduced("Losses.FocalLoss"))
        {
            Consumed = ["reduction", "variant"],
            Structural = ["variant"],
            Values = new Dictionary<string, Func<object?, object?>> { ["alpha"] = NoAlpha },
        },
        new("frobenius_norm", _ => "Similarities.FrobeniusNorm"),
        new("frobenius_norm_loss", _ => "Losses.FrobeniusNormLoss"),
        new("gaussian_nll", Reduced("Losses.GaussianNll"))
        {
            Consumed = ["reduction"],
            Domains = new Dictionary<string, Domain> { ["var"] = Domain.Positive },
        },
        new("hamming_distance", _ => "Similarities.HammingDistance") { Domains = Integers("x", "y") },
        new("hamming_matrix", _ => "Similarities.HammingMatrix") { Domains = Integers("a", "b") },
        new("huber", Reduced("Losses.Huber")) { Consumed = ["reduction"] },
        new("info_nce", _ => "Losses.InfoNce")
        {
            Domains = new Dictionary<string, Domain> { ["logit_scale"] = Domain.Scale },
        },
        new("jaccard", _ => "Similarities.Jaccard")
        {
            Consumed = ["variant"],
            Structural = ["variant"],
            Domains = new Dictionary<string, Domain> { ["x"] = Domain.Positive, ["y"] = Domain.Positive },
        },
        new("jensen_shannon", _ => "Information.JensenShannon") { Domains = Distributions("p", "q") },
        new("kl_div", Reduced("Losses.KlDiv"))
        {
            Consumed = ["reduction"],
            // With log_target the target holds logarithms, so the flag stays with the data.
            Structural = ["log_target"],
            Domains = new Dictionary<string, Domain> { ["input"] = Domain.LogProbabilities, ["target"] = Domain.Probabilities },
        },
        new("kl_divergence", _ => "Information.KlDivergence") { Domains = Distributions("p", "q") },
        new("l1", Reduced("Losses.L1")) { Consumed = ["reduction"] },
        new("lifted_structure", _ => "Losses.LiftedStructure"),
        new("log_cosh", Reduced("Losses.LogCosh")) { Consumed = ["reduction"] },
        new("margin_ranking", Reduced("Losses.MarginRanking"))
        {
            Consumed = ["reduction"],
            Domains = new Dictionary<string, Domain> { ["y"] = Domain.Signs },
        },
        new("mean_off_diagonal_cosine", _ => "Metrics.MeanOffDiagonalCosine"),
        new("mse", Reduced("Losses.Mse")) { Consumed = ["reduction"] },
        new("multi_similarity", _ => "Losses.MultiSimilarity") { Renamed = new Dictionary<string, string> { ["base"] = "basis" } },
        new("multiple_negatives_ranking", _ => "Losses.MultipleNegativesRanking"),
        new("n_pairs", _ => "Losses.NPairs"),
        new("negative_cosine", c => c.Text("variant") switch
        {
            "single" => "Losses.NegativeCosine",
            "simsiam" => "Losses.SimSiam",
            _ => "Losses.Byol",
        })
        {
            Consumed = ["variant"],
            Structural = ["variant"],
        },
        new("nll_loss", Reduced("Losses.NllLoss"))
        {
            Consumed = ["reduction"],
            Domains = new Dictionary<string, Domain> { ["input"] = Domain.LogProbabilities, ["weight"] = Domain.Positive },
        },
        new("normalized_softmax", _ => "Losses.NormalizedSoftmax"),
        new("nt_xent", _ => "Losses.NtXent"),
        new("nuclear_norm", _ => "Similarities.NuclearNorm"),
        new("nuclear_norm_loss", _ => "Losses.NuclearNormLoss"),
        new("p_norm_distance", _ => "Similarities.PNormDistance"),
        new("pairwise_distance", _ => "Similarities.PairwiseDistanceInfinity")
        {
            When = c => c.Params["p"] is double.PositiveInfinity,
            Consumed = ["keepdim", "p"],
            Structural = ["keepdim"],
        },
        new("pairwise_distance", _ => "Similarities.PairwiseDistance") { Consumed = ["keepdim"], Structural = ["keepdim"] },
        new("pearson_matrix", _ => "Similarities.PearsonMatrix")
        {
            // Two numbers correlate with ±1 whatever they are: all gradients are rounding.
            Least = new Dictionary<string, int> { ["D"] = 3 },
        },
        new("per_dim_std", _ => "Metrics.PerDimStd"),
        new("poisson_nll", Reduced("Losses.PoissonNll"))
        {
            Consumed = ["reduction"],
            Domains = new Dictionary<string, Domain> { ["input"] = Domain.Positive, ["target"] = Domain.SmallIntegers },
        },
        new("proxy_anchor", _ => "Losses.ProxyAnchor"),
        new("proxy_nca", _ => "Losses.ProxyNca"),
        new("rbf_matrix", _ => "Similarities.RbfMatrix"),
        new("row_norm", _ => "Similarities.RowNorm"),
        new("row_norm_loss", _ => "Losses.RowNormLoss"),
        new("sgd", _ => "Optimizers.Sgd") { Structural = ["momentum", "dampening", "nesterov"] },
        new("siglip", _ => "Losses.Siglip") { Domains = new Dictionary<string, Domain> { ["t_prime"] = Domain.Scale, ["b"] = Domain.Scale } },
        new("smooth_l1", Reduced("Losses.SmoothL1")) { Consumed = ["reduction"] },
        new("soft_target_cross_entropy", Reduced("Losses.SoftTargetCrossEntropy"))
        {
            Consumed = ["reduction"],
            Domains = Distributions("target"),
        },
        new("squared_euclidean_matrix", _ => "Similarities.SquaredEuclideanMatrix"),
        new("sup_con", _ => "Losses.SupCon"),
        new("triplet_margin", Reduced("Losses.TripletMargin")) { Consumed = ["reduction"] },
        new("triplet_squared", Reduced("Losses.TripletSquared")) { Consumed = ["reduction"] },
        new("uniformity", _ => "Losses.Uniformity"),
        new("vicreg", _ => "Losses.VicReg"),
    ];

    /// <summary>The binding of a case; a case without one is an error, not a skip.</summary>
    public static Binding Of(FixtureCase c)
        => All.FirstOrDefault(b => b.Function == c.Function && b.When(c)) ?? throw new InvalidOperationException($"{c} has no binding");

    /// <summary>X is the mean, XSum the sum, XEach unreduced, XBatchMean the sum over the number of rows.</summary>
    private static Func<FixtureCase, string> Reduced(string method) => c => method + c.Text("reduction") switch
    {
        "mean" => "",
        "sum" => "Sum",
        "none" => "Each",
        "batchmean" => "BatchMean",
        var other => throw new InvalidOperationException($"{c}: reduction '{other}'"),
    };

    private static string CosineAlong(FixtureCase c)
    {
        int rank = c.Inputs["x1"].Dims.Count;
        int dim = (int)(double)c.Params["dim"]!;
        if (dim < 0) dim += rank;
        return "Similarities.CosineSimilarity" + (dim == rank - 1 ? "" : $"Dim{dim}");
    }

    private static object? NoAlpha(object? alpha) => alpha ?? -1.0;

    private static Dictionary<string, Domain> Distributions(params string[] names) => names.ToDictionary(n => n, _ => Domain.Probabilities);

    private static Dictionary<string, Domain> Integers(params string[] names) => names.ToDictionary(n => n, _ => Domain.SmallIntegers);
}

namespace TensorDsl;

public static partial class Losses
{
    /// <summary>
    /// VICReg: sim·invariance + std·variance + cov·covariance of two views [N, D]. Variance is the mean hinge [gamma − √(var_d + eps)]₊,
    /// covariance Σ_{i≠j} C_ij²/D; variances and covariances divide by N − 1, so N ≥ 2.
    /// </summary>
    /// <remarks>Bardes et al. 2022, eqs. 1–6 (Paper); facebookresearch/vicreg main_vicreg.py (Code).</remarks>
    [Loss]
    public static Expr VicReg<N, D>(
        Expr<N, D> z1, Expr<N, D> z2, float sim = 25f, float std = 25f, float cov = 1f, float gamma = 1f, float eps = 1e-4f,
        VicRegVariant variant = VicRegVariant.Code)
    {
        var squares = Sum(Square(z1 - z2)) / Size<N>();
        var spread = VarianceHinge(z1, gamma, eps) + VarianceHinge(z2, gamma, eps);
        var invariance = variant switch { VicRegVariant.Code => squares / Size<D>(), _ => squares };
        var variance = variant switch { VicRegVariant.Code => 0.5f * spread, _ => spread };
        return sim * invariance + std * variance + cov * (OffDiagonalCovariance(z1) + OffDiagonalCovariance(z2));
    }

    /// <summary>The mean over columns of [gamma − √(var_d + eps)]₊, var over N − 1: what keeps embeddings from collapsing.</summary>
    /// <remarks>Bardes et al. 2022 (VICReg), eqs. 1 and 2.</remarks>
    [Loss]
    public static Expr VarianceHinge<N, D>(Expr<N, D> z, float gamma = 1f, float eps = 1e-4f)
        => Mean<D>(Relu(gamma - Sqrt(SquaredNorm<N>(z - Mean<N>(z)) / (Size<N>() - 1f) + eps)));

    /// <summary>
    /// Σ_{i≠j} C_ij²/D, C the covariance matrix of the columns over N − 1: what keeps dims from being copies of each other.
    /// </summary>
    /// <remarks>Bardes et al. 2022 (VICReg), eqs. 3 and 4.</remarks>
    [Loss]
    public static Expr OffDiagonalCovariance<N, D>(Expr<N, D> z)
    {
        var centred = z - Mean<N>(z);
        var covariance = Dot<N>(centred, centred.Prime<D>()) / (Size<N>() - 1f);
        return Sum<D, Prime<D>>(Square(covariance), where: OffDiagonal<D>()) / Size<D>();
    }

    /// <summary>
    /// Barlow twins: Σ_i (1 − C_ii)² + lambd·Σ_{i≠j} C_ij², C the cross-correlation of the columns of two views, each standardised with its
    /// mean and its variance over N plus eps.
    /// </summary>
    /// <remarks>Zbontar et al. 2021, eq. 1; facebookresearch/barlowtwins (BatchNorm1d without affine).</remarks>
    [Loss]
    public static Expr BarlowTwins<N, D>(Expr<N, D> z1, Expr<N, D> z2, float lambd = 0.005f, float eps = 1e-5f)
    {
        var x = z1 - Mean<N>(z1);
        var y = z2 - Mean<N>(z2);
        x /= Sqrt(Mean<N>(Square(x)) + eps);
        y /= Sqrt(Mean<N>(Square(y)) + eps);
        var c = Dot<N>(x, y.Prime<D>()) / Size<N>();
        return Sum<D>(Square(1f - Diagonal<D>(c))) + lambd * Sum<D, Prime<D>>(Square(c), where: OffDiagonal<D>());
    }

    /// <summary>Alignment of positive pairs: ⟨‖x_n − y_n‖^alpha⟩, expected on the unit sphere; normalize puts them there first.</summary>
    /// <remarks>Wang and Isola 2020, align_loss.</remarks>
    [Loss]
    public static Expr Alignment<N, D>(Expr<N, D> x, Expr<N, D> y, float alpha = 2f, bool normalize = false, float eps = 1e-12f)
    {
        Expr<N, D> a = normalize ? Normalize<D>(x, eps) : x;
        Expr<N, D> b = normalize ? Normalize<D>(y, eps) : y;
        return Mean<N>(Pow(Norm<D>(a - b), alpha));
    }

    /// <summary>
    /// Uniformity: ln⟨e^(−t·‖x_i − x_j‖²)⟩ over the pairs i &lt; j. Equal rows give 0, the largest value; one row has no pairs: NaN.
    /// </summary>
    /// <remarks>Wang and Isola 2020, uniform_loss.</remarks>
    [Loss]
    public static Expr Uniformity<N, D>(Expr<N, D> x, float t = 2f, bool normalize = false, float eps = 1e-12f)
    {
        Expr<N, D> z = normalize ? Normalize<D>(x, eps) : x;
        var d = SquaredNorm<D>(z - z.Prime<N>());
        return LogSumExp<N, Prime<N>>(-t * d, where: OffDiagonal<N>()) - Log(Size<N>() * (Size<N>() - 1f));
    }

    /// <summary>Negative cosine of predictions p1 to targets z2, mean over rows; no gradient reaches z2.</summary>
    /// <remarks>SimSiam (Chen and He 2021), eq. 1 with the stop-gradient of eq. 3.</remarks>
    [Loss]
    public static Expr NegativeCosine<N, D>(Expr<N, D> p1, Expr<N, D> z2, float eps = 1e-12f)
        => -Mean<N>(Cosine<D>(p1, StopGradient(z2), eps));

    /// <summary>SimSiam: the average of the negative cosines of p1 to z2 and of p2 to z1; no gradient reaches z1 and z2.</summary>
    /// <remarks>Chen and He 2021, eq. 4.</remarks>
    [Loss]
    public static Expr SimSiam<N, D>(Expr<N, D> p1, Expr<N, D> z2, Expr<N, D> p2, Expr<N, D> z1, float eps = 1e-12f)
        => 0.5f * NegativeCosine(p1, z2, eps) + 0.5f * NegativeCosine(p2, z1, eps);

    /// <summary>BYOL: ⟨‖p̂ − ẑ‖²⟩ = 2 − 2·cosine, of p1 to z2 plus of p2 to z1; no gradient reaches z1 and z2.</summary>
    /// <remarks>Grill et al. 2020, eq. 2.</remarks>
    [Loss]
    public static Expr Byol<N, D>(Expr<N, D> p1, Expr<N, D> z2, Expr<N, D> p2, Expr<N, D> z1, float eps = 1e-12f)
        => 4f + 2f * (NegativeCosine(p1, z2, eps) + NegativeCosine(p2, z1, eps));
}

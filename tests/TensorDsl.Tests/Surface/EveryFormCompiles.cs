using static TensorDsl.Ops;

namespace TensorDsl.Tests.Surface;

// Compile-only: that each line below binds is the test. Nothing runs it, since the surface carries no data, and the generator is not
// referenced here. An ambiguous or missing overload is a build error.
internal static class EveryFormCompiles
{
    private enum Kind
    {
        One,
        Two,
    }

    private static Expr Reductions<N, D, K>(Expr<N, D> x, Expr<N, D, K> z, Mask<N, D> m, Mask<N> rows)
    {
        Expr all = Sum(x) + Mean(x) + Max(x) + Min(x) + Prod(x) + LogSumExp(x) + Norm(x);
        all += Sum(x, m) + Mean(x, where: m) + Max(x, where: m) + Min(x, m) + Prod(x, m) + LogSumExp(x, m);
        all += x.Sum() + x.Mean() + x.Max() + x.Min() + x.Prod() + x.LogSumExp() + x.Norm();
        all += x.Sum(m) + x.Mean(m) + x.Max(where: m) + x.Min(m) + x.Prod(m) + x.LogSumExp(where: m & !m);

        Expr<N> one = Sum<D>(x) + Mean<D>(x) + Max<D>(x) + Min<D>(x) + Prod<D>(x) + LogSumExp<D>(x) + Norm<D>(x) + SquaredNorm<D>(x);
        one = Sum<D>(x, where: m) + Mean<D>(x, m) + Max<D>(x, where: m) + Min<D>(x, m) + Prod<D>(x, m) + LogSumExp<D>(x, where: m);
        one += x.Sum<D>() + x.Mean<D>(m) + x.Max<D>(where: m) + x.Min<D>() + x.Prod<D>() + x.LogSumExp<D>(m) + x.Norm<D>()
            + x.SquaredNorm<D>();

        Expr two = Sum<N, D>(x, where: m) + Mean<N, D>(x) + Max<N, D>(x, m) + Min<N, D>(x) + Prod<N, D>(x) + LogSumExp<N, D>(x, m);
        two += Norm<N, D>(x) + SquaredNorm<N, D>(x) + x.Sum<N, D>() + x.Norm<N, D>() + x.Max<N, D>(where: rows & m);
        Expr three = Sum<N, D, K>(z) + Mean<N, D, K>(z, where: rows) + Max<N, D, K>(z) + Min<N, D, K>(z) + Prod<N, D, K>(z)
            + LogSumExp<N, D, K>(z);
        three += Norm<N, D, K>(z) + SquaredNorm<N, D, K>(z) + z.Sum<N, D, K>(m);

        Expr<N, D> soft = Softmax<D>(x) + Softmax<N, D>(x) + LogSoftmax<D>(x) + LogSoftmax<N, D>(x) + x.Softmax<D>() + x.LogSoftmax<D>();
        Expr<N, D, K> soft3 = Softmax<N, D, K>(z) + LogSoftmax<N, D, K>(z) + z.Softmax<N, D, K>();

        Mask any = Any(m) | All(m) | Any<N, D>(m) | All<N, D>(m) | m.Any() | m.All() | m.Any<N, D>();
        Mask<N> anyRow = Any<D>(m) & All<D>(m) & m.Any<D>() & m.All<D>();
        Expr count = Count(m) + Count<N, D>(m) + m.Count() + Count<N, D, K>(z > 0);
        Expr<N> countRow = Count<D>(m) + m.Count<D>();
        return all + Sum(one) + two + three + Sum(soft) + Sum(soft3) + ToReal(any) + Count(anyRow) + count + Sum(countRow);
    }

    private static Expr<N, M> Contractions<N, M, D, K>(Expr<N, D> x, Expr<M, D> y, Expr<N, D, K> z, float eps, double tiny)
    {
        var s = Dot<D>(x, y) + Cosine<D>(x, y) + Cosine<D>(x, y, eps) + Cosine<D>(x, y, tiny) + Cosine<D>(x, y, 1e-8)
            + Cosine<D>(x, y, eps: 1);
        s += x.Dot<D>(y) + x.Cosine<D>(y) + x.Cosine<D>(y, eps) + Dot<D>(Normalize<D>(x), y.Normalize<D>());
        s += Sum(Normalize<D>(x, eps) + Normalize<D>(x, 1e-12) + Normalize<N, D>(x) + Normalize<N, D>(x, tiny));
        Expr<D> spectrum = SingularValues<N, D>(x) + x.SingularValues<N, D>();
        s += Sum(spectrum) + Sum(SingularValues<D, K>(z));
        s += Dot<D, K>(z, z) + Dot<N, D, K>(z, z) + Cosine<D, K>(z, z) + Cosine<N, D, K>(z, z, eps) + Sum(Normalize<N, D, K>(z));
        return s;
    }

    private static Expr<N> Pointwise<N>(Expr<N> x, Expr<N> y, Expr scale, float f, double d, int i)
    {
        var r = Abs(x) + Sign(x) + Sqrt(x) + Square(x) + Exp(x) + Expm1(x) + Log(x) + Log1p(x) + Sin(x) + Cos(x) + Tan(x) + Asin(x)
            + Acos(x);
        r += Atan(x) + Tanh(x) + Sigmoid(x) + LogSigmoid(x) + Softplus(x) + Relu(x) + Floor(x) + Ceiling(x) + Round(x) + StopGradient(x);
        r += x.Abs() + x.Sign() + x.Sqrt() + x.Square() + x.Exp() + x.Expm1() + x.Log() + x.Log1p() + x.Sin() + x.Cos() + x.Tan()
            + x.Asin();
        r += x.Acos() + x.Atan() + x.Tanh() + x.Sigmoid() + x.LogSigmoid() + x.Softplus() + x.Relu() + x.Floor() + x.Ceiling() + x.Round();
        r += Pow(x, y) + Pow(x, f) + Pow(x, d) + Pow(x, 2) + Pow(2, x) + Pow(0.5, x) + Pow(f, x) + x.Pow(scale) + x.Pow(3) + x.Pow(0.5);
        r += Max(x, y) + Max(x, 0f) + Max(0f, x) + Max(x, 0) + Max(0, x) + Max(x, 0.0) + Max(0.0, x) + Max(x, scale) + x.Max(y)
            + x.Max(0) + x.Max(1e-8);
        r += Min(x, y) + Min(x, 0f) + Min(0f, x) + Min(x, 0) + Min(0, x) + Min(x, 0.0) + Min(0.0, x) + Min(x, i) + x.Min(y) + x.Min(0)
            + x.Min(1e-8);
        r += LogAddExp(x, y) + LogAddExp(x, 0) + LogAddExp(0f, x) + LogAddExp(0.0, x) + x.LogAddExp(y);
        r += Clamp(x, -1, 1) + Clamp(x, f, d) + Clamp(x, -1f, 1f) + Clamp(x, 0.0, 1) + Clamp(x, y, y) + Clamp(x, y, 1) + Clamp(x, 0, y)
            + Clamp(x, 0.0, y);
        r += Clamp(x, y, 1.0) + x.Clamp(0, 1) + x.Clamp(y, y) + x.Clamp(-0.5, 0.5) + x.StopGradient();
        r += x + 1 - 2f * x / 3.0 + i - x + f * x + d / x + (1 - x) - -x + (0.5 * x) + (x + y) * (x - y) / (x * y) + x * scale + i / x;
        return r;
    }

    private static Mask<N> Comparisons<N, C>(Expr<N> x, Expr<N> y, Labels<N, C> a, Labels<N, C> b, Labels<C> one, float f, double d)
    {
        Mask<N> m = (x > y) & (x < y) & (x >= y) & (x <= y) & (x > 0) & (x < 0f) & (x >= 0.0) & (x <= f) & (d > x) & (0 < x)
            & (1f >= x) & (0.5 <= x);
        m |= Equal(x, y) ^ NotEqual(x, y) | Equal(x, 0) | Equal(0, x) | NotEqual(x, 1f) | NotEqual(0.5, x) | Equal(x, d) | Equal(f, x);
        m &= x.Equal(y) | x.NotEqual(0) | x.Equal(0.5) | Equal(a, b) | NotEqual(a, b) | a.Equal(b) | a.NotEqual(one) | !m;
        return m;
    }

    private static (Expr<N> Picked, Expr<N> Chosen) Selection<N, D, C>(
        Expr<N, C> x, Expr<C, D> table, Labels<N, C> labels, Mask<N> m, Expr scale, int ignoreIndex = -100)
    {
        Expr<N> picked = x.At(labels) + At(x, labels) + x.At(ArgMax<C>(x)) + x.At(x.ArgMin<C>()) + x.At(ArgMin<C>(x)) + x.At(x.ArgMax<C>());
        Expr<N, D> rows = table.At(labels);
        Mask<N> kept = labels.Kept(ignoreIndex) & Kept(labels, -1) & m;
        var chosen = Where(kept, picked, picked) + Where(kept, picked, 0) + Where(kept, 0f, picked) + Where(kept, picked, 0.0)
            + Where(kept, 1.0, picked);
        chosen += Where(kept, 1, 0) + Where(kept, 1f, 0f) + Where(kept, 0.5, 1) + Where(kept, scale, 0f) + kept.Where(picked, 0)
            + kept.Where(1, 0) + m.Where(0.1, 0.2);
        return (picked + Sum<D>(rows), chosen + ToReal(kept) + kept.ToReal() + ToReal(labels) + labels.ToReal());
    }

    private static Expr<N, Prime<N>> Axes<N, M, D, C>(Expr<N, D> x, Labels<N, C> labels, Mask<N> m, Expr<N, M> y)
    {
        Expr<N, Prime<N>> s = Dot<D>(x, x.Prime<N>()) + Dot<D>(x, Prime<N>(x));
        Mask<N, Prime<N>> same = Equal(labels, labels.Prime<N>()) & m.Prime<N>() & (OnDiagonal<N>() | OffDiagonal<N>());
        Mask<N, M> across = OnDiagonal<N, M>() | OffDiagonal<N, M>();
        Expr<N> diagonal = Diagonal<N>(s) + s.Diagonal<N>();
        Expr<N, Prime<N>, Prime<Prime<N>>> cube = s + s.Prime<Prime<N>>().Prime<N>();
        var first = Equal(IndexOf<N>(), IndexOf<N>().Relabel<N, N>());
        s /= Size<N>();
        Expr<N, N> square = Relabel<M, N>(y.Relabel<M, N>());
        return Where(same & first, s, 0) + Sum<M>(Where(across, y, 0)) + diagonal + Sum<Prime<Prime<N>>>(cube) + Sum(square)
            + Count(m.Relabel<N, M>());
    }

    // Branches, typed assertions, conversions, calls of other templates with inferred dims.
    private static Expr Language<N, D, C>(
        Expr<N, D> x, Labels<N, C> target, Mask rank0, Labels<C> one, bool flag, Kind kind, float t = 0.07f)
    {
        var s = flag ? Softmax<D>(x) : Square(x);
        s = kind switch { Kind.One => s, Kind.Two => s * t, _ => Abs(s) };
        Expr zero = 0, half = 0.5, quarter = 0.25f;
        Expr<N> row = Sum<D>(s);
        row *= t;
        row -= half;
        Mask<N, D> positive = s > 0;
        Mask single = rank0 & Any(positive);
        Expr loss = Scalar(s.As<N, D>(), target) + Scalar<N, D, C>(s, target) + Scalar<N, D, C>(s, ArgMax<C>(Square(s)));
        loss += Scalar(s.As<N, D>(), ArgMax<C>(s).As<N, C>()) + Sum(s.As<N, D>().Prime<N>().As<Prime<N>, D>() + row.As<N>());
        loss += Count(positive.As<N, D>().Any<D>().As<N>()) + ToReal(single) + ToReal(one);
        return loss + zero + quarter;
    }

    private static Expr Scalar<N, D, C>(Expr<N, D> x, Labels<N, C> target) => Sum(x) + Sum(ToReal(target));

    private static Expr Ranks<A, B, C, D, K>(
        Expr<A, B, C, D> x,
        Mask<A, B, C, D> m,
        Mask<A, B, C> m3,
        Labels<K> l0,
        Labels<A, K> l1,
        Labels<A, B, K> l2,
        Labels<A, B, C, K> l3,
        Labels<A, B, C, D, K> l4)
    {
        Expr<A, B, C, D> kept = Where(m & m3, x, 0);
        Labels<K> r0 = Untyped<K>();
        Labels<A, B, K> r2 = Untyped<K>();
        Labels<A, B, C, K> r3 = Untyped<K>().As<A, B, C, K>();
        Labels<A, B, C, D, K> r4 = Untyped<K>().As<A, B, C, D, K>();
        Mask equal = Equal(l0, r0) & Equal(l2, r2) & Equal(l3, r3) & Equal(l4, r4) & Equal(l1, r0.As<K>())
            & Equal(l2, Untyped<K>().As<A, B, K>());
        return Sum(kept.As<A, B, C, D>(), where: equal.As<A, B, C, D>()) + Sum(x.Sum<D>().As<A, B, C>(), equal.As<A, B, C>());
    }

    private static Labels Untyped<K>() => IndexOf<K>();
}

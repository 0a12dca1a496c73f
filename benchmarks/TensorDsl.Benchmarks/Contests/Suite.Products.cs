namespace TensorDsl.Benchmarks.Contests;

public static partial class Suite
{
    private static IEnumerable<Contest> Products(int shrink)
    {
        int rows = 4096 / shrink;
        const int Width = 768;
        yield return new("product", "matrix product", $"{rows}²×{Width}", TwoNormal(rows, Width), d =>
        {
            var (x, y) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Other, Embed>("y"));
            var to = d.Result<Batch, Other>("matrix", rows, rows);
            float[] a = d.Floats("x"), b = d.Floats("y"), c = d.Result("matrix", rows * rows);
            var mathNet = new MathNetProduct(a, b, c, rows, rows, Width);
            List<IContender> all =
            [
                Local.Ours(d, () => Similarities.DotMatrixInto(x, y, to)),
                OfPlatform(d, () => TensorPrimitivesCompositions.Product(a, b, Width, c)),
                new Local("Math.NET, managed", d, mathNet.Run, MathNetProduct.UseThreads),
            ];
            if (OpenBlas.IsInstalled) all.Add(new Local("OpenBLAS", d, () => OpenBlas.Product(a, b, c, rows, rows, Width), OpenBlas.UseThreads));
            return all;
        })
        {
            Claims = [new("OpenBLAS", 0.95)],
            PythonPeers = [PythonPeer.Torch],
        };

        yield return new("cosine-matrix", "cosine matrix", $"{rows}²×{Width}", TwoNormal(rows, Width), d =>
        {
            var (x, y) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Other, Embed>("y"));
            var to = d.Result<Batch, Other>("matrix", rows, rows);
            float[] a = d.Floats("x"), b = d.Floats("y"), c = d.Result("matrix", rows * rows);
            return
            [
                Local.Ours(d, () => Similarities.CosineMatrixInto(x, y, to)),
                OfPlatform(d, () => TensorPrimitivesCompositions.CosineMatrix(a, b, Width, c)),
            ];
        })
        {
            Claims = [new(Torch, 1.0)],
            PythonPeers = PythonPeer.BothTorch,
        };

        yield return WithUpstream("cosine-matrix-gradient", "cosine matrix, value and gradients", rows, rows, Width, CosineMatrixGradient) with
        {
            Claims = [new(Torch, 1.1)],
        };

        // Broadcasting is by dim here, so it is the same template; in PyTorch it is another expression, which stores several [N, M, D]: at a width
        // of 768 its gradient takes more than 17 GB.
        const int Narrow = 128;
        int few = 512 / shrink;
        yield return new("cosine-broadcast", "cosine by broadcasting [N,1,D]×[1,M,D]", $"{few}²×{Narrow}", TwoNormal(few, Narrow), d =>
        {
            var (x, y) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Other, Embed>("y"));
            var to = d.Result<Batch, Other>("matrix", few, few);
            return [Local.Ours(d, () => Similarities.CosineMatrixInto(x, y, to))];
        })
        {
            PythonPeers = PythonPeer.BothTorch,
        };
        yield return WithUpstream("cosine-broadcast-gradient", "cosine by broadcasting, value and gradients", few, few, Narrow, CosineMatrixGradient);
    }

    private static Action CosineMatrixGradient(Data d, Tensor<float, Batch, Embed> x, Tensor<float, Other, Embed> y, Tensor<float, Batch, Other> to)
    {
        var upstream = d.Matrix<Batch, Other>("upstream");
        var (gradX, gradY) = (d.Gradient<Batch, Embed>("x"), d.Gradient<Other, Embed>("y"));
        return () =>
        {
            Similarities.CosineMatrixInto(x, y, to);
            Similarities.CosineMatrixBackward(x, y, upstream, gradX, gradY);
        };
    }

    /// <summary>A similarity of all pairs of rows: its values, and its gradients for any upstream gradient.</summary>
    private static Contest WithUpstream(
        string key, string name, int n, int m, int width,
        Func<Data, Tensor<float, Batch, Embed>, Tensor<float, Other, Embed>, Tensor<float, Batch, Other>, Action> ours)
        => new(key, name, n == m ? $"{n}²×{width}" : $"{n}×{m}×{width}",
            [Normal("x", n, width, 1), Normal("y", m, width, 2), Normal("upstream", n, m, 3)],
            d => [Local.Ours(d, ours(d, d.Matrix<Batch, Embed>("x"), d.Matrix<Other, Embed>("y"), d.Result<Batch, Other>("matrix", n, m)))])
        {
            PythonPeers = PythonPeer.BothTorch,
        };
}

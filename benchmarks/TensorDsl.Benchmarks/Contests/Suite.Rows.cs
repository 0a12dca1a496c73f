namespace TensorDsl.Benchmarks.Contests;

public static partial class Suite
{
    /// <summary>Functions of rows, which memory limits.</summary>
    private static IEnumerable<Contest> Rows(int shrink)
    {
        int rows = 65536 / shrink;
        yield return new("cosine-rows", "row cosine", Extents(rows, 768), TwoNormal(rows, 768), d =>
        {
            var (x, y) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Batch, Embed>("y"));
            float[] a = d.Floats("x"), b = d.Floats("y"), each = d.Result("each", rows);
            var to = new Tensor<float, Batch>(each, rows);
            return
            [
                Local.Ours(d, () => Similarities.CosineSimilarityInto(x, y, to)),
                Traffic("reading both inputs", d, () => MemoryTraffic.Read(a, b)),
                OfPlatform(d, () => TensorPrimitivesCompositions.RowCosine(a, b, 768, each)),
            ];
        })
        {
            Claims = [new("reading both inputs", 0.8), new(Tuned, 7), new(Platform, 1)],
            PythonPeers = PythonPeer.BothTorch,
        };

        yield return new("cosine-rows-gradient", "mean row cosine, value and gradients", Extents(rows, 768), TwoNormal(rows, 768), d =>
        {
            var (x, y) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Batch, Embed>("y"));
            var (gradX, gradY) = (d.Gradient<Batch, Embed>("x"), d.Gradient<Batch, Embed>("y"));
            float[] value = d.Result("value", 1), a = d.Floats("x"), b = d.Floats("y"), ga = d.Result("grad_x", a.Length), gb = d.Result("grad_y", b.Length);
            return
            [
                Local.Ours(d, () => value[0] = Templates.CosineLossGradient(x, y, gradX, gradY)),
                Traffic("copying both inputs", d, () => MemoryTraffic.Copy(a, b, ga, gb)),
            ];
        })
        {
            Claims = [new(Tuned, 18)],
            PythonPeers = PythonPeer.BothTorch,
        };

        yield return Triplet("triplet-gradient", "triplet margin loss, value and gradients", rows, margin: 1, (d, a, p, n) =>
        {
            var (gradA, gradP, gradN) = (d.Gradient<Batch, Embed>("a"), d.Gradient<Batch, Embed>("p"), d.Gradient<Batch, Embed>("n"));
            float[] value = d.Result("value", 1);
            return [Local.Ours(d, () => value[0] = Losses.TripletMarginGradient(a, p, n, gradA, gradP, gradN, margin: 1))];
        });
        yield return Triplet("triplet-squared-gradient", "triplet loss of squared distances, value and gradients", rows, margin: 0.2, (d, a, p, n) =>
        {
            var (gradA, gradP, gradN) = (d.Gradient<Batch, Embed>("a"), d.Gradient<Batch, Embed>("p"), d.Gradient<Batch, Embed>("n"));
            float[] value = d.Result("value", 1), x = d.Floats("a"), y = d.Floats("p"), z = d.Floats("n");
            float[] gx = d.Result("grad_a", x.Length), gy = d.Result("grad_p", x.Length), gz = d.Result("grad_n", x.Length);
            return
            [
                Local.Ours(d, () => value[0] = Losses.TripletSquaredGradient(a, p, n, gradA, gradP, gradN, 0.2f)),
                OfPlatform(d, () => value[0] = TensorPrimitivesCompositions.TripletGradient(x, y, z, a.Size1, 0.2f, gx, gy, gz)),
            ];
        });
    }

    private static Contest Triplet(
        string key, string name, int rows, double margin,
        Func<Data, Tensor<float, Batch, Embed>, Tensor<float, Batch, Embed>, Tensor<float, Batch, Embed>, IReadOnlyList<IContender>> contenders)
        => new(key, name, Extents(rows, 128), [Normal("a", rows, 128, 1), Normal("p", rows, 128, 2), Normal("n", rows, 128, 3)],
            d => contenders(d, d.Matrix<Batch, Embed>("a"), d.Matrix<Batch, Embed>("p"), d.Matrix<Batch, Embed>("n")))
        {
            Parameters = new Dictionary<string, double> { ["margin"] = margin },
            Claims = [new(Tuned, 9)],
            PythonPeers = PythonPeer.BothTorch,
        };
}

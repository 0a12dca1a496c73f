namespace TensorDsl.Benchmarks.Contests;

public static partial class Suite
{
    /// <summary>Losses of logits.</summary>
    private static IEnumerable<Contest> Classes(int shrink)
    {
        foreach (var (rows, classes, least) in new[] { (8192 / shrink, 32000, 6.0), (65536 / shrink, 1000, 4.0) })
        {
            Input[] inputs = [Normal("x", rows, classes, 1), new("target", InputKind.Labels, [rows], 2, classes)];
            yield return new($"cross-entropy-{classes}", "cross entropy", Extents(rows, classes), inputs, d =>
            {
                var (x, target) = (d.Matrix<Batch, Classes>("x"), Tensors.Labels<Batch, Classes>(d.Labels("target")));
                float[] logits = d.Floats("x"), value = d.Result("value", 1);
                int[] labels = d.Labels("target");
                return
                [
                    Local.Ours(d, () => value[0] = Losses.CrossEntropy(x, target)),
                    OfPlatform(d, () => value[0] = TensorPrimitivesCompositions.CrossEntropy(logits, labels, classes)),
                ];
            })
            {
                PythonPeers = PythonPeer.BothTorch,
            };

            yield return new($"cross-entropy-{classes}-gradient", "cross entropy, value and gradient", Extents(rows, classes), inputs, d =>
            {
                var (x, target) = (d.Matrix<Batch, Classes>("x"), Tensors.Labels<Batch, Classes>(d.Labels("target")));
                var grad = d.Gradient<Batch, Classes>("x");
                float[] logits = d.Floats("x"), value = d.Result("value", 1), to = d.Result("grad_x", logits.Length);
                int[] labels = d.Labels("target");
                return
                [
                    Local.Ours(d, () => value[0] = Losses.CrossEntropyGradient(x, target, grad)),
                    OfPlatform(d, () => value[0] = TensorPrimitivesCompositions.CrossEntropyGradient(logits, labels, classes, to)),
                ];
            })
            {
                Claims = [new(Tuned, least), new(Platform, 1)],
                PythonPeers = PythonPeer.BothTorch,
            };
        }

        int n = 16384 / shrink;
        yield return new("bce-gradient", "binary cross entropy of logits, value and gradient", Extents(n, 1024),
            [Normal("x", n, 1024, 1), new("target", InputKind.Uniform, [n, 1024], 2)], d =>
            {
                var (x, target) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Batch, Embed>("target"));
                var grad = d.Gradient<Batch, Embed>("x");
                float[] value = d.Result("value", 1), a = d.Floats("x"), t = d.Floats("target"), to = d.Result("grad_x", a.Length);
                return
                [
                    Local.Ours(d, () => value[0] = Losses.BinaryCrossEntropyWithLogitsGradient(x, target, grad, null)),
                    OfPlatform(d, () => value[0] = TensorPrimitivesCompositions.BinaryCrossEntropyGradient(a, t, to)),
                ];
            })
        {
            Claims = [new(Tuned, 8)],
            PythonPeers = PythonPeer.BothTorch,
        };

        yield return new("kl-gradient", "Kullback–Leibler divergence from logits, value and the student's gradient", Extents(n, 1024),
            [Normal("x", n, 1024, 1), Normal("teacher", n, 1024, 2)], d =>
            {
                var (x, teacher) = (d.Matrix<Batch, Classes>("x"), d.Matrix<Batch, Classes>("teacher"));
                var grad = d.Gradient<Batch, Classes>("x");
                float[] value = d.Result("value", 1);
                return [Local.Ours(d, () => value[0] = Templates.KlFromLogitsGradient(x, teacher, grad, null))];
            })
        {
            Claims = [new(Tuned, 3.5)],
            PythonPeers = PythonPeer.BothTorch,
        };
    }
}

namespace TensorDsl.Benchmarks;

/// <summary>One function in our version and others', over the same tensors.</summary>
/// <param name="Peers">What it is compared with; only those of the same function are checked against it.</param>
public sealed record QuickContest(string Name, string Sizes, Func<float> Ours, IReadOnlyList<Peer> Peers)
{
    /// <summary>All contests; small sizes keep a run of the quick mode within a minute or two.</summary>
    public static IReadOnlyList<QuickContest> All(int rows, int width, int classes)
    {
        var w = new Workload(rows, width, classes);
        string pairs = $"[{rows}, {width}]", logits = $"[{rows}, {classes}]";
        float[] x = w.X.Span.ToArray(), y = w.Y.Span.ToArray(), z = w.Z.Span.ToArray(), l = w.Logits.Span.ToArray();
        int[] labels = w.LabelPositions;
        float[] each = new float[rows], matrix = new float[rows * rows];
        float[] gx = new float[x.Length], gy = new float[x.Length], gz = new float[x.Length], gl = new float[l.Length];
        const float Temperature = 0.07f, Margin = 0.2f;
        return
        [
            new("row cosine", pairs,
                () => { Similarities.CosineSimilarityInto(w.X, w.Y, w.Each); return Checksum(w.Each.Span); },
                [
                    Peer.Loop(() => { PlainLoops.RowCosine(x, y, width, each); return Checksum(each); }),
                    Peer.Platform(() => { TensorPrimitivesCompositions.RowCosine(x, y, width, each); return Checksum(each); }),
                ]),
            new("cosine matrix", pairs,
                () => { Similarities.CosineMatrixInto(w.X, w.Y.Rename<Other, Embed>(), w.Matrix); return Checksum(w.Matrix.Span[..rows]); },
                [
                    Peer.Loop(() => { PlainLoops.CosineMatrix(x, y, width, matrix); return Checksum(matrix.AsSpan(0, rows)); }),
                    Peer.Platform(() => { TensorPrimitivesCompositions.CosineMatrix(x, y, width, matrix); return Checksum(matrix.AsSpan(0, rows)); }),
                ]),
            new("InfoNCE", pairs,
                () => Losses.InfoNce(w.X, w.Y, Temperature),
                [
                    Peer.Loop(() => PlainLoops.InfoNce(x, y, width, Temperature)),
                    Peer.Platform(() => TensorPrimitivesCompositions.InfoNce(x, y, width, Temperature)),
                ]),
            new("InfoNCE gradient", pairs,
                () => Losses.InfoNceGradient(w.X, w.Y, w.GradX, w.GradY, Temperature) + Checksum(w.GradX.Span) + Checksum(w.GradY.Span),
                [
                    Peer.Loop(() => PlainLoops.InfoNceGradient(x, y, width, Temperature, gx, gy) + Checksum(gx) + Checksum(gy)),
                    Peer.Platform(() => TensorPrimitivesCompositions.InfoNceGradient(x, y, width, Temperature, gx, gy) + Checksum(gx) + Checksum(gy)),
                    Peer.Variant("a user's variant", () => Templates.MarginInfoNceGradient(w.X, w.Y, w.GradX, w.GradY, Temperature) + Checksum(w.GradX.Span)),
                ]),
            new("triplet", pairs,
                () => Losses.TripletSquared(w.X, w.Y, w.Z, Margin),
                [
                    Peer.Loop(() => PlainLoops.Triplet(x, y, z, width, Margin)),
                    Peer.Platform(() => TensorPrimitivesCompositions.Triplet(x, y, z, width, Margin)),
                ]),
            new("triplet gradient", pairs,
                () => Losses.TripletSquaredGradient(w.X, w.Y, w.Z, w.GradX, w.GradY, w.GradZ, Margin) + Checksum(w.GradZ.Span),
                [
                    Peer.Loop(() => PlainLoops.TripletGradient(x, y, z, width, Margin, gx, gy, gz) + Checksum(gz)),
                    Peer.Platform(() => TensorPrimitivesCompositions.TripletGradient(x, y, z, width, Margin, gx, gy, gz) + Checksum(gz)),
                ]),
            new("cross entropy", logits,
                () => Losses.CrossEntropy(w.Logits, w.Labels),
                [
                    Peer.Loop(() => PlainLoops.CrossEntropy(l, labels, classes)),
                    Peer.Platform(() => TensorPrimitivesCompositions.CrossEntropy(l, labels, classes)),
                ]),
            new("cross entropy gradient", logits,
                () => Losses.CrossEntropyGradient(w.Logits, w.Labels, w.GradLogits) + Checksum(w.GradLogits.Span),
                [
                    Peer.Loop(() => PlainLoops.CrossEntropyGradient(l, labels, classes, gl) + Checksum(gl)),
                    Peer.Platform(() => TensorPrimitivesCompositions.CrossEntropyGradient(l, labels, classes, gl) + Checksum(gl)),
                ]),
        ];
    }

    /// <summary>Throws where a peer computes something else: a ratio of times of different functions would say nothing.</summary>
    public void Verify()
    {
        float ours = Ours();
        foreach (var peer in Peers.Where(p => p.IsSameFunction))
        {
            float theirs = peer.Run();
            float error = MathF.Abs(ours - theirs);
            if (!(error <= 2e-3f * MathF.Max(1, MathF.Abs(theirs)))) throw new InvalidOperationException($"{Name}: ours is {ours}, that of {peer.Name} {theirs}");
        }
    }

    /// <summary>A few elements with different weights: enough to see a wrong result, too little to count in a time.</summary>
    private static float Checksum(ReadOnlySpan<float> values)
    {
        float sum = 0;
        for (int i = 0, k = 1; i < values.Length; i += 1 + values.Length / 16, k++) sum += k * values[i];
        return sum;
    }
}

/// <summary>Another implementation, or a variant.</summary>
public sealed record Peer(string Name, Func<float> Run, bool IsSameFunction)
{
    public static Peer Loop(Func<float> run) => new("plain loop", run, true);

    public static Peer Platform(Func<float> run) => new("System.Numerics.Tensors", run, true);

    public static Peer Variant(string name, Func<float> run) => new(name, run, false);
}

namespace TensorDsl.Benchmarks.Contests;

public static partial class Suite
{
    private const float Temperature = 0.07f;

    /// <summary>Functions of all pairs of rows beyond products.</summary>
    private static IEnumerable<Contest> Pairs(int shrink)
    {
        foreach (var (rows, width, claim) in new[] { (4096, 768, new Claim(Tuned, 1.25)), (16384, 768, new(Torch, 1.35)), (16384, 128, new(Torch, 5)) })
        {
            int n = rows / shrink;
            yield return new($"infonce-{rows}x{width}", "symmetric InfoNCE, value and gradients", Extents(n, width), TwoNormal(n, width),
                d => [OursInfoNce(d)])
            {
                Parameters = new Dictionary<string, double> { ["temperature"] = Temperature },
                Claims = [claim],
                // With the tuned malloc PyTorch holds 12 GB for the larger ones, which no target asks for and not every machine has.
                PythonPeers = rows <= 4096 ? PythonPeer.BothTorch : [PythonPeer.Torch],
            };
        }

        // The claim turned round: the variant is "ours", the library's loss the peer.
        int few = 4096 / shrink;
        yield return new("infonce-variant", "a user's variant of InfoNCE against the library's", Extents(few, 768), TwoNormal(few, 768), d =>
        {
            var (x, y) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Batch, Embed>("y"));
            var (gradX, gradY) = (d.Gradient<Batch, Embed>("x"), d.Gradient<Batch, Embed>("y"));
            return
            [
                Local.Ours(d, () => Templates.MarginInfoNceSymmetricGradient(x, y, gradX, gradY), "the variant"),
                new Local(
                    "the library's InfoNCE", d, () => Losses.InfoNceGradient(x, y, gradX, gradY, Temperature, symmetric: true),
                    n => Cpu.Threads.Limit = n, isSameFunction: false),
            ];
        })
        {
            Claims = [new("the library's InfoNCE", 0.9)],
        };

        int m = 2048 / shrink;
        yield return new("cdist-l1", "distances |x − y|₁ of all pairs", $"{m}²×128", TwoNormal(m, 128), d =>
        {
            var (x, y) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Other, Embed>("y"));
            var to = d.Result<Batch, Other>("matrix", m, m);
            return [Local.Ours(d, () => Similarities.CdistInto(x, y, to, CdistNorm.One))];
        })
        {
            Claims = [new(Torch, 10)],
            PythonPeers = PythonPeer.BothTorch,
        };

        yield return WithUpstream("cdist-l1-gradient", "distances |x − y|₁ of all pairs, value and gradients", m, m, 128, (d, x, y, to) =>
        {
            var upstream = d.Matrix<Batch, Other>("upstream");
            var (gradX, gradY) = (d.Gradient<Batch, Embed>("x"), d.Gradient<Other, Embed>("y"));
            return () =>
            {
                Similarities.CdistInto(x, y, to, CdistNorm.One);
                Similarities.CdistBackward(x, y, upstream, gradX, gradY, CdistNorm.One);
            };
        }) with
        {
            Claims = [new(Torch, 7)],
        };

        yield return new("hamming", "Hamming distances of all pairs", $"{m}²×128",
            [new("x", InputKind.Digits, [m, 128], 1), new("y", InputKind.Digits, [m, 128], 2)], d =>
            {
                var (x, y) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Other, Embed>("y"));
                var to = d.Result<Batch, Other>("matrix", m, m);
                return [Local.Ours(d, () => Similarities.HammingMatrixInto(x, y, to))];
            })
        {
            Claims = [new(Torch, 14)],
            PythonPeers = PythonPeer.BothTorch,
        };
    }

    private static Local OursInfoNce(Data d)
    {
        var (x, y) = (d.Matrix<Batch, Embed>("x"), d.Matrix<Batch, Embed>("y"));
        var (gradX, gradY) = (d.Gradient<Batch, Embed>("x"), d.Gradient<Batch, Embed>("y"));
        float[] value = d.Result("value", 1);
        return Local.Ours(d, () => value[0] = Losses.InfoNceGradient(x, y, gradX, gradY, Temperature, symmetric: true));
    }
}

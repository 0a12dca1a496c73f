namespace TensorDsl.Benchmarks.Contests;

public static partial class Suite
{
    private static Contest Search(int shrink)
    {
        int rows = 1_000_000 / shrink;
        const int Width = 384, Queries = 64, Best = 10;
        Input[] inputs = [Normal("table", rows, Width, 1), Normal("queries", Queries, Width, 2)];
        return new("top-10", $"top {Best} for {Queries} queries", Extents(rows, Width), inputs, d =>
        {
            var (table, queries) = (d.Matrix<Other, Embed>("table"), d.Matrix<Batch, Embed>("queries"));
            float[] q = d.Floats("queries"), t = d.Floats("table"), scores = d.Result("scores", Queries * Best);
            int[] at = d.Positions("at", Queries * Best);
            var to = new Tensor<float, Batch, Top<Other>>(scores, Queries, Best);
            var positions = new Tensor<Index<Other>, Batch, Top<Other>>(Tensors.Zeros<Index<Other>, Batch, Top<Other>>(Queries, Best).Memory, Queries, Best);
            return
            [
                Local.Ours(d, () =>
                {
                    Templates.NearestInto(queries, table, Best, to, positions);
                    positions.Positions().CopyTo(at);
                }),
                OfPlatform(d, () => TensorPrimitivesCompositions.Top(q, t, Width, Best, scores, at)),
            ];
        })
        {
            Parameters = new Dictionary<string, double> { ["k"] = Best },
            Claims = [new("Faiss, flat", 1.3), new(Torch, 1.6), new(Platform, 7)],
            PythonPeers = [PythonPeer.Torch, PythonPeer.TunedTorch, PythonPeer.Faiss],
        };
    }
}

namespace TensorDsl.Benchmarks;

/// <summary>The tensors that all contenders of a benchmark read and write; made once, from fixed seeds.</summary>
public sealed class Workload
{
    public Workload(int rows, int width, int classes = 1000)
    {
        (Rows, Width, ClassCount) = (rows, width, classes);
        X = Tensors.Normal<float, Batch, Embed>(rows, width, seed: 1);
        Y = Tensors.Normal<float, Batch, Embed>(rows, width, seed: 2);
        Z = Tensors.Normal<float, Batch, Embed>(rows, width, seed: 3);
        GradX = Tensors.Zeros<float, Batch, Embed>(rows, width);
        GradY = Tensors.Zeros<float, Batch, Embed>(rows, width);
        GradZ = Tensors.Zeros<float, Batch, Embed>(rows, width);
        Each = Tensors.Zeros<float, Batch>(rows);
        Matrix = Tensors.Zeros<float, Batch, Other>(rows, rows);
        Logits = Tensors.Normal<float, Batch, Classes>(rows, classes, seed: 4);
        GradLogits = Tensors.Zeros<float, Batch, Classes>(rows, classes);
        var random = new Random(5);
        LabelPositions = Enumerable.Range(0, rows).Select(_ => random.Next(classes)).ToArray();
        Labels = Tensors.Labels<Batch, Classes>(LabelPositions);
    }

    public int Rows { get; }
    public int Width { get; }
    public int ClassCount { get; }
    public Tensor<float, Batch, Embed> X { get; }
    public Tensor<float, Batch, Embed> Y { get; }
    public Tensor<float, Batch, Embed> Z { get; }
    public Tensor<float, Batch, Embed> GradX { get; }
    public Tensor<float, Batch, Embed> GradY { get; }
    public Tensor<float, Batch, Embed> GradZ { get; }
    public Tensor<float, Batch> Each { get; }
    public Tensor<float, Batch, Other> Matrix { get; }
    public Tensor<float, Batch, Classes> Logits { get; }
    public Tensor<float, Batch, Classes> GradLogits { get; }
    public int[] LabelPositions { get; }
    public Tensor<Index<Classes>, Batch> Labels { get; }
}

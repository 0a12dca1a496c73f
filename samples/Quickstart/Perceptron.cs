namespace TensorDsl.Samples.Quickstart;

/// <summary>
/// The numbers of a perceptron with one hidden layer, or their gradient. They lie end to end in one array, seen as four tensors by the loss
/// and as one by the optimizer: tensors wrap memory and copy nothing.
/// </summary>
internal sealed class Perceptron<Output>
{
    public Perceptron(int inputs, int hidden, int outputs)
    {
        float[] numbers = new float[inputs * hidden + hidden + hidden * outputs + outputs];
        int used = 0;
        All = new(numbers, numbers.Length);
        W1 = new(Next(inputs * hidden), inputs, hidden);
        B1 = new(Next(hidden), hidden);
        W2 = new(Next(hidden * outputs), hidden, outputs);
        B2 = new(Next(outputs), outputs);

        Memory<float> Next(int count)
        {
            used += count;
            return numbers.AsMemory(used - count, count);
        }
    }

    public Tensor<float, Parameter> All { get; }

    public Tensor<float, Pixel, Hidden> W1 { get; }

    public Tensor<float, Hidden> B1 { get; }

    public Tensor<float, Hidden, Output> W2 { get; }

    public Tensor<float, Output> B2 { get; }

    /// <summary>Random weights whose variance is 2 / inputs (He et al. 2015), and no biases.</summary>
    public static Perceptron<Output> Random(int inputs, int hidden, int outputs, RandomSequence random)
    {
        var weights = new Perceptron<Output>(inputs, hidden, outputs);
        random.FillNormal(weights.W1.Span, deviation: Math.Sqrt(2.0 / inputs));
        random.FillNormal(weights.W2.Span, deviation: Math.Sqrt(2.0 / hidden));
        return weights;
    }

    /// <summary>Room for a gradient.</summary>
    public Perceptron<Output> Like() => new(W1.Size0, W1.Size1, W2.Size1);

    /// <summary>The outputs for a batch of images.</summary>
    public Tensor<float, Image, Output> Encode(Tensor<float, Image, Pixel> images) => Functions.Encode(images, W1, B1, W2, B2);
}

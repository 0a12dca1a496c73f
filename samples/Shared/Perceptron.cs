namespace TensorDsl.Samples;

/// <summary>
/// The numbers of a perceptron with one hidden layer, or their gradient. They lie end to end in one array, seen as four tensors by the loss
/// and as one by the optimizer: tensors wrap memory and copy nothing.
/// </summary>
public sealed class Perceptron<Output>
{
    /// <summary>All numbers 0.</summary>
    public Perceptron(int inputs, int hidden, int outputs)
        : this(new float[Length(inputs, hidden, outputs)], inputs, hidden, outputs)
    {
    }

    /// <summary>In memory that the caller may share with other numbers to be learned.</summary>
    public Perceptron(Memory<float> numbers, int inputs, int hidden, int outputs)
    {
        int used = 0;
        All = new(numbers, numbers.Length);
        W1 = new(Next(inputs * hidden), inputs, hidden);
        B1 = new(Next(hidden), hidden);
        W2 = new(Next(hidden * outputs), hidden, outputs);
        B2 = new(Next(outputs), outputs);

        Memory<float> Next(int count)
        {
            used += count;
            return numbers.Slice(used - count, count);
        }
    }

    /// <summary>All of them.</summary>
    public Tensor<float, Parameter> All { get; }

    /// <summary>The weights of the hidden layer.</summary>
    public Tensor<float, Pixel, Hidden> W1 { get; }

    /// <summary>The biases of the hidden layer.</summary>
    public Tensor<float, Hidden> B1 { get; }

    /// <summary>The weights of the outputs.</summary>
    public Tensor<float, Hidden, Output> W2 { get; }

    /// <summary>The biases of the outputs.</summary>
    public Tensor<float, Output> B2 { get; }

    /// <summary>How many numbers these sizes need.</summary>
    public static int Length(int inputs, int hidden, int outputs) => inputs * hidden + hidden + hidden * outputs + outputs;

    /// <summary>Random weights whose variance is 2 / inputs (He et al. 2015), and no biases.</summary>
    public void Randomize(RandomSequence random)
    {
        random.FillNormal(W1.Span, deviation: Math.Sqrt(2.0 / W1.Size0));
        random.FillNormal(W2.Span, deviation: Math.Sqrt(2.0 / W2.Size0));
        B1.Span.Clear();
        B2.Span.Clear();
    }

    /// <summary>Room for a gradient.</summary>
    public Perceptron<Output> Like() => new(W1.Size0, W1.Size1, W2.Size1);
}

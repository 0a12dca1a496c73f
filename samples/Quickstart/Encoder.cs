namespace TensorDsl.Samples.Quickstart;

/// <summary>The template <c>Encode</c>, applied to a perceptron's numbers.</summary>
internal static class Encoder
{
    /// <summary>A perceptron with random weights.</summary>
    public static Perceptron<Output> Create<Output>(int hidden, int outputs, RandomSequence random)
    {
        var encoder = new Perceptron<Output>(DimSize<Pixel>.Fixed!.Value, hidden, outputs);
        encoder.Randomize(random);
        return encoder;
    }

    /// <summary>The outputs for a batch of images.</summary>
    public static Tensor<float, Image, Output> Encode<Output>(this Perceptron<Output> encoder, Tensor<float, Image, Pixel> images)
        => Functions.Encode(images, encoder.W1, encoder.B1, encoder.W2, encoder.B2);
}

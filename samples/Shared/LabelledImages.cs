namespace TensorDsl.Samples;

/// <summary>Images with the digit that each of them shows.</summary>
/// <param name="Pixels">Grey values in [0, 1].</param>
/// <param name="Labels">The digits.</param>
public sealed record LabelledImages(Tensor<float, Image, Pixel> Pixels, Tensor<Index<Digit>, Image> Labels)
{
    /// <summary>The number of images.</summary>
    public int Count => Pixels.Size0;

    /// <summary>A copy of some of the images, in the given order.</summary>
    public LabelledImages Take(ReadOnlySpan<int> rows)
    {
        var pixels = Tensors.Zeros<float, Image, Pixel>(rows.Length, Pixels.Size1);
        int[] labels = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(pixels.Span[(i * Pixels.Size1)..]);
            labels[i] = Labels[rows[i]].Value;
        }
        return new(pixels, Tensors.Labels<Image, Digit>(labels));
    }

    /// <summary>The pixels of one image.</summary>
    public Span<float> Row(int image) => Pixels.Span.Slice(image * Pixels.Size1, Pixels.Size1);
}

namespace TensorDsl.Samples.Quickstart;

/// <summary>Views of images that show the same digit: moved a little, fainter or stronger, and noisy.</summary>
internal sealed class Augmentation(RandomSequence random)
{
    private const int Side = 8;
    private const int LargestShift = 1;
    private const double Noise = 0.1;

    /// <summary>A new view of some of the images.</summary>
    public Tensor<float, Image, Pixel> View(LabelledImages images, ReadOnlySpan<int> rows)
    {
        var view = Tensors.Zeros<float, Image, Pixel>(rows.Length, Side * Side);
        random.FillNormal(view.Span, deviation: Noise);
        for (int i = 0; i < rows.Length; i++)
            Add(images.Row(rows[i]), view.Span.Slice(i * Side * Side, Side * Side), Shift(), Shift(), (float)(0.75 + 0.5 * random.NextUniform()));
        return view;
    }

    private static void Add(ReadOnlySpan<float> image, Span<float> view, int down, int right, float strength)
    {
        for (int y = Math.Max(0, down); y < Math.Min(Side, Side + down); y++)
            for (int x = Math.Max(0, right); x < Math.Min(Side, Side + right); x++)
                view[y * Side + x] += strength * image[(y - down) * Side + x - right];
    }

    private int Shift() => (int)(random.NextUniform() * (2 * LargestShift + 1)) - LargestShift;
}

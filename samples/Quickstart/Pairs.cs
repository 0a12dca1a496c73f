namespace TensorDsl.Samples.Quickstart;

/// <summary>Random pairs of images that show the same digit, both altered a little.</summary>
internal sealed class Pairs(LabelledImages images, RandomSequence random)
{
    private readonly Augmentation _augmentation = new(random);

    private readonly int[][] _ofDigit =
        [.. Enumerable.Range(0, DimSize<Digit>.Fixed!.Value).Select(d => Enumerable.Range(0, images.Count).Where(i => images.Labels[i] == d).ToArray())];

    /// <summary>The given images, a partner for each, and the digits that they show.</summary>
    public (Tensor<float, Image, Pixel> Image, Tensor<float, Image, Pixel> Partner, Tensor<Index<Digit>, Image> Shown) Of(int[] rows)
    {
        int[] partners = [.. rows.Select(Partner)];
        return (_augmentation.View(images, rows), _augmentation.View(images, partners), images.Take(rows).Labels);
    }

    private int Partner(int image)
    {
        int[] candidates = _ofDigit[images.Labels[image].Value];
        return candidates[(int)(random.NextUniform() * candidates.Length)];
    }
}

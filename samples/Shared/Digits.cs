using System.Globalization;
using System.IO.Compression;

namespace TensorDsl.Samples;

/// <summary>1797 handwritten digits of 8 × 8 pixels, split into a part to train on and a part to test on.</summary>
public sealed record Digits(LabelledImages Train, LabelledImages Test)
{
    private const int TestEvery = 5;
    private const float White = 16;

    /// <summary>Reads the copied data file; the seed decides which fifth of the images is kept for testing.</summary>
    /// <exception cref="InvalidDataException">A line is not 64 grey values and a class.</exception>
    public static Digits Load(ulong seed)
    {
        using var stream = new GZipStream(DataFile.Open("digits.csv.gz"), CompressionMode.Decompress);
        var all = Read(new StreamReader(stream));
        int[] order = Shuffle.Of(all.Count, new RandomSequence(seed));
        int test = all.Count / TestEvery;
        return new(all.Take(order.AsSpan(test)), all.Take(order.AsSpan(0, test)));
    }

    /// <summary>Reads one image a line: its grey values 0…16, row by row, and its class.</summary>
    /// <exception cref="InvalidDataException">A line is not 64 grey values and a class.</exception>
    public static LabelledImages Read(TextReader reader)
    {
        int pixels = DimSize<Pixel>.Fixed!.Value, classes = DimSize<Digit>.Fixed!.Value;
        var values = new List<float>();
        var labels = new List<int>();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            if (fields.Length != pixels + 1)
                throw new InvalidDataException($"line {labels.Count + 1} has {fields.Length} fields, not {pixels + 1}");
            for (int i = 0; i < pixels; i++) values.Add(Number(fields[i], (int)White) / White);
            labels.Add(Number(fields[pixels], classes - 1));
        }
        return new(new(values.ToArray(), labels.Count, pixels), Tensors.Labels<Image, Digit>(labels.ToArray()));

        int Number(string field, int largest)
            => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= largest
                ? number
                : throw new InvalidDataException($"line {labels.Count + 1}: '{field}' is not a number from 0 to {largest}");
    }
}

namespace TensorDsl.Samples.Tutorials;

/// <summary>Section 3, continued: triplets of digits with squared distances and margin 0.2, trained with Adam at 0.001 for 30 epochs.</summary>
internal static class TripletTraining
{
    private const int HiddenSize = 64, EmbeddingSize = 16, Batch = 128, Epochs = 30;
    private const float Rate = 0.001f, Margin = 0.2f;

    public static void Run(Report report, Digits digits, ulong seed)
    {
        report.Section("3. Distances, continued: an encoder trained on triplets");
        var random = new RandomSequence(seed);
        var encoder = new Perceptron<Embedding>(digits.Train.Pixels.Size1, HiddenSize, EmbeddingSize);
        encoder.Randomize(random);
        var gradient = encoder.Like();
        var optimizer = new Optimizer(encoder.All.Size0, Rate);
        float before = Violated(digits.Test, encoder, seed);
        double first = 0, last = 0;
        report.Progress("epoch", Epochs, epoch =>
        {
            double sum = 0;
            int batches = 0;
            foreach (int[] anchors in Batches.Of(digits.Train.Count, Batch, random))
            {
                var (positives, negatives) = Mine(digits.Train, anchors, random);
                sum += Functions.EncodedTripletsGradient(
                    digits.Train.Take(anchors).Pixels, digits.Train.Take(positives).Pixels, digits.Train.Take(negatives).Pixels,
                    encoder.W1, encoder.B1, encoder.W2, encoder.B2,
                    null, null, null, gradient.W1, gradient.B1, gradient.W2, gradient.B2, Margin);
                optimizer.Step(encoder.All, gradient.All);
                batches++;
            }
            last = sum / batches;
            if (epoch == 0) first = last;
            return $"triplet loss {last:0.0000}";
        });
        float after = Violated(digits.Test, encoder, seed);
        report.Line($"test triplets whose positive is not the nearer one: {before:P1} before, {after:P1} after");
        report.Check(last < 0.2 * first && after < 0.5 * before, $"the loss and the violated triplets fell");
        Picture(report, digits.Test, encoder);
    }

    /// <summary>For each anchor another image of its digit, and one of another digit.</summary>
    private static (int[] Positives, int[] Negatives) Mine(LabelledImages images, ReadOnlySpan<int> anchors, RandomSequence random)
    {
        int[] positives = new int[anchors.Length], negatives = new int[anchors.Length];
        for (int i = 0; i < anchors.Length; i++)
        {
            do positives[i] = Draw();
            while (positives[i] == anchors[i] || images.Labels[positives[i]] != images.Labels[anchors[i]]);
            do negatives[i] = Draw();
            while (images.Labels[negatives[i]] == images.Labels[anchors[i]]);
        }
        return (positives, negatives);

        int Draw() => (int)(random.NextUniform() * images.Count);
    }

    private static float Violated(LabelledImages images, Perceptron<Embedding> encoder, ulong seed)
    {
        int[] anchors = [.. Enumerable.Range(0, images.Count)];
        var (positives, negatives) = Mine(images, anchors, new RandomSequence(seed));
        var losses = Losses.TripletSquaredEach(Embed(images, encoder), Embed(images.Take(positives), encoder), Embed(images.Take(negatives), encoder), margin: 0);
        int violated = 0;
        foreach (float loss in losses.Span) violated += loss > 0 ? 1 : 0;
        return (float)violated / images.Count;
    }

    private static Tensor<float, Image, Embedding> Embed(LabelledImages images, Perceptron<Embedding> encoder)
        => Functions.Encode(images.Pixels, encoder.W1, encoder.B1, encoder.W2, encoder.B2);

    /// <summary>The two directions in which the embeddings vary most, found by the power method, as a picture made of digits.</summary>
    private static void Picture(Report report, LabelledImages images, Perceptron<Embedding> encoder)
    {
        const int Columns = 72, Lines = 20, Iterations = 100;
        var rest = Functions.OnSphere(Embed(images, encoder));
        var coordinates = new Tensor<float, Image>[2];
        for (int k = 0; k < coordinates.Length; k++)
        {
            var direction = Tensors.Normal<float, Embedding>(EmbeddingSize, seed: (ulong)k);
            for (int i = 0; i < Iterations; i++) direction = Functions.CovarianceTimes(rest, direction);
            coordinates[k] = Functions.Along(rest, direction);
            rest = Functions.Without(rest, direction);
        }
        char[][] picture = [.. Enumerable.Range(0, Lines).Select(_ => Enumerable.Repeat(' ', Columns).ToArray())];
        int[] x = Place(coordinates[0], Columns), y = Place(coordinates[1], Lines);
        for (int i = 0; i < images.Count; i++) picture[y[i]][x[i]] = (char)('0' + images.Labels[i].Value);
        report.Line($"the test digits along the two principal components of their embeddings:");
        foreach (char[] line in picture) report.Line($"|{new string(line)}|");
    }

    private static int[] Place(Tensor<float, Image> coordinate, int cells)
    {
        float[] values = coordinate.ToArray();
        float low = values.Min(), range = values.Max() - low;
        return [.. values.Select(v => Math.Min(cells - 1, (int)((v - low) / range * cells)))];
    }
}

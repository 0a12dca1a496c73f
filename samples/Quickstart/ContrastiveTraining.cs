namespace TensorDsl.Samples.Quickstart;

/// <summary>Part 3: an encoder that learns which images show the same digit, and never which digit that is.</summary>
internal static class ContrastiveTraining
{
    private const int HiddenSize = 128, EmbeddingSize = 32, Batch = 128, Epochs = 60, ExamplesPerDigit = 5;
    private const float Rate = 2e-3f, Temperature = 0.1f;
    private const double Wanted = 0.93;

    public static void Run(Report report, Digits digits, ulong seed)
    {
        report.Section($"3. Contrastive training on pairs of {digits.Train.Count} digits");
        var random = new RandomSequence(seed);
        var pairs = new Pairs(digits.Train, random);
        var encoder = Encoder.Create<Embedding>(HiddenSize, EmbeddingSize, random);
        var gradient = encoder.Like();
        var optimizer = new Optimizer(encoder.All.Size0);
        double loss = 0;
        report.Progress("epoch", Epochs, _ =>
        {
            double sum = 0;
            int batches = 0;
            foreach (int[] rows in Batches.Of(digits.Train.Count, Batch, random))
            {
                var (image, partner, shown) = pairs.Of(rows);
                sum += Functions.ContrastiveLossGradient(
                    image, partner, shown, encoder.W1, encoder.B1, encoder.W2, encoder.B2,
                    null, null, gradient.W1, gradient.B1, gradient.W2, gradient.B2, Temperature);
                optimizer.Step(encoder.All, gradient.All, Rate);
                batches++;
            }
            loss = sum / batches;
            return $"InfoNCE {loss:0.000}";
        });
        report.Check(loss < 0.5 * Math.Log(Batch), $"InfoNCE {loss:0.000} is far below the collapse's ln {Batch} = {Math.Log(Batch):0.000}");

        // Only now are digits named: by the nearest of a few examples.
        var examples = FirstOfEach(digits.Train, ExamplesPerDigit);
        var labels = examples.Labels.Rename<Example>();
        float byPixels = Functions.NeighbourAccuracy(digits.Test.Pixels, digits.Test.Labels, examples.Pixels.Rename<Example, Pixel>(), labels);
        var embedded = encoder.Encode(digits.Test.Pixels);
        float byEmbedding = Functions.NeighbourAccuracy(embedded, digits.Test.Labels, encoder.Encode(examples.Pixels).Rename<Example, Embedding>(), labels);
        report.Line($"mean cosine of distinct test digits: {Metrics.MeanOffDiagonalCosine(digits.Test.Pixels):0.000} as pixels, {Metrics.MeanOffDiagonalCosine(embedded):0.000} as embeddings");
        report.Line($"nearest of {examples.Count} examples, accuracy on {digits.Test.Count} test digits: {byPixels:P1} by pixels, {byEmbedding:P1} by embeddings");
        report.Check(byEmbedding > byPixels && byEmbedding > Wanted, $"embeddings tell digits apart better than pixels do, and more than {Wanted:P0} of them");
    }

    private static LabelledImages FirstOfEach(LabelledImages images, int perDigit)
        => images.Take([.. Enumerable.Range(0, images.Count).GroupBy(i => images.Labels[i].Value).SelectMany(g => g.Take(perDigit))]);
}

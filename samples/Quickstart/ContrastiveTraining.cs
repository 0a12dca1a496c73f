namespace TensorDsl.Samples.Quickstart;

/// <summary>Part 3: an encoder that learns from unlabelled digits which pictures show the same thing.</summary>
internal static class ContrastiveTraining
{
    private const int HiddenSize = 128, EmbeddingSize = 32, Batch = 256, Epochs = 60, LabelledPerDigit = 5;
    private const float Rate = 2e-3f, Temperature = 0.1f;

    public static void Run(Report report, Digits digits, ulong seed)
    {
        report.Section($"3. Contrastive training on {digits.Train.Count} digits, without labels");
        var random = new RandomSequence(seed);
        var augmentation = new Augmentation(random);
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
                var view = augmentation.View(digits.Train, rows);
                var other = augmentation.View(digits.Train, rows);
                sum += Functions.ContrastiveLossGradient(
                    view, other, encoder.W1, encoder.B1, encoder.W2, encoder.B2,
                    null, null, gradient.W1, gradient.B1, gradient.W2, gradient.B2, Temperature);
                optimizer.Step(encoder.All, gradient.All, Rate);
                batches++;
            }
            loss = sum / batches;
            return $"InfoNCE {loss:0.000}";
        });
        report.Check(loss < 0.5 * Math.Log(Batch), $"InfoNCE {loss:0.000} is far below the collapse's ln {Batch} = {Math.Log(Batch):0.000}");

        var examples = FirstOfEach(digits.Train, LabelledPerDigit);
        float pixels = Functions.NeighbourAccuracy(digits.Test.Pixels, digits.Test.Labels, examples.Pixels.Rename<Example, Pixel>(), Renamed(examples));
        float embeddings = Functions.NeighbourAccuracy(
            encoder.Encode(digits.Test.Pixels), digits.Test.Labels, encoder.Encode(examples.Pixels).Rename<Example, Embedding>(), Renamed(examples));
        report.Line($"nearest of {examples.Count} labelled examples, {digits.Test.Count} test digits: {pixels:P1} by pixels, {embeddings:P1} by embeddings");
        report.Check(embeddings > pixels, $"the embedding knows the digits better than the pixels do");
    }

    private static Tensor<Index<Digit>, Example> Renamed(LabelledImages images) => images.Labels.Rename<Example>();

    /// <summary>The only labels that this part sees: those of a few images of each digit.</summary>
    private static LabelledImages FirstOfEach(LabelledImages images, int perDigit)
        => images.Take([.. Enumerable.Range(0, images.Count).GroupBy(i => images.Labels[i].Value).SelectMany(g => g.Take(perDigit))]);
}

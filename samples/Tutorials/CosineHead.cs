namespace TensorDsl.Samples.Tutorials;

/// <summary>Section 5, continued: CosineLinear with three proxies a class and a learnable scale as the head of a classifier.</summary>
internal static class CosineHead
{
    private const int HiddenSize = 64, EmbeddingSize = 16, Proxies = 3, Batch = 64, Epochs = 40;
    private const float Rate = 0.005f, FirstScale = 1;
    private const double Wanted = 0.9;

    public static void Run(Report report, Digits digits, ulong seed)
    {
        report.Section("5. Teacher and student, continued: CosineLinear as a trained head");
        var random = new RandomSequence(seed);
        Model model = new(), gradient = new();
        model.Encoder.Randomize(random);
        double bound = 1 / Math.Sqrt(EmbeddingSize);
        random.FillUniform(model.Weight.Span, -bound, bound);
        model.Scale.Value = FirstScale;
        var optimizer = new Optimizer(model.All.Size0, Rate);
        float before = Accuracy(model, digits.Test);
        report.Progress("epoch", Epochs, _ =>
        {
            double sum = 0;
            int batches = 0;
            foreach (int[] rows in Batches.Of(digits.Train.Count, Batch, random))
            {
                var batch = digits.Train.Take(rows);
                sum += Functions.HeadLossGradient(
                    batch.Pixels, batch.Labels, model.Encoder.W1, model.Encoder.B1, model.Encoder.W2, model.Encoder.B2, model.Weight, model.Scale,
                    null, gradient.Encoder.W1, gradient.Encoder.B1, gradient.Encoder.W2, gradient.Encoder.B2, gradient.Weight, gradient.Scale);
                optimizer.Step(model.All, gradient.All);
                batches++;
            }
            return $"cross entropy {sum / batches:0.0000}, scale {model.Scale.Value:0.00}";
        });
        float after = Accuracy(model, digits.Test);
        report.Line($"test accuracy {before:P1} before, {after:P1} after");
        report.Check(after > Wanted, $"more than {Wanted:P0} of the test digits are recognised");
        report.Check(model.Scale.Value > FirstScale, $"the learnable scale grew from {FirstScale} to {model.Scale.Value:0.00}");
    }

    private static float Accuracy(Model model, LabelledImages images)
    {
        var logits = Functions.HeadLogits(images.Pixels, model.Encoder.W1, model.Encoder.B1, model.Encoder.W2, model.Encoder.B2, model.Weight, model.Scale);
        return Metrics.Accuracy(logits, images.Labels);
    }

    /// <summary>Encoder, proxies and scale in one array, so that one step of the optimizer moves them all; or their gradient.</summary>
    private sealed class Model
    {
        public Model()
        {
            int inputs = DimSize<Pixel>.Fixed!.Value, classes = DimSize<Digit>.Fixed!.Value;
            int encoder = Perceptron<Embedding>.Length(inputs, HiddenSize, EmbeddingSize), weight = classes * Proxies * EmbeddingSize;
            var numbers = new float[encoder + weight + 1].AsMemory();
            All = new(numbers, numbers.Length);
            Encoder = new(numbers[..encoder], inputs, HiddenSize, EmbeddingSize);
            Weight = new(numbers.Slice(encoder, weight), classes, Proxies, EmbeddingSize);
            Scale = new(numbers[^1..]);
        }

        public Tensor<float, Parameter> All { get; }

        public Perceptron<Embedding> Encoder { get; }

        public Tensor<float, Digit, Proxy, Embedding> Weight { get; }

        public Tensor<float> Scale { get; }
    }
}

namespace TensorDsl.Samples.Quickstart;

/// <summary>Part 4: the same encoder, trained with labels.</summary>
internal static class ClassifierTraining
{
    private const int HiddenSize = 128, Batch = 64, Epochs = 30;
    private const float Rate = 2e-3f;
    private const double Wanted = 0.95;

    public static void Run(Report report, Digits digits, ulong seed)
    {
        report.Section($"4. Cross-entropy training on {digits.Train.Count} labelled digits");
        var random = new RandomSequence(seed);
        var encoder = Encoder.Create<Digit>(HiddenSize, DimSize<Digit>.Fixed!.Value, random);
        var gradient = encoder.Like();
        var optimizer = new Optimizer(encoder.All.Size0);
        report.Progress("epoch", Epochs, _ =>
        {
            double sum = 0;
            int batches = 0;
            foreach (int[] rows in Batches.Of(digits.Train.Count, Batch, random))
            {
                var batch = digits.Train.Take(rows);
                sum += Functions.ClassifierLossGradient(
                    batch.Pixels, batch.Labels, encoder.W1, encoder.B1, encoder.W2, encoder.B2,
                    null, gradient.W1, gradient.B1, gradient.W2, gradient.B2);
                optimizer.Step(encoder.All, gradient.All, Rate);
                batches++;
            }
            return $"cross entropy {sum / batches:0.0000}";
        });
        float train = Functions.Accuracy(encoder.Encode(digits.Train.Pixels), digits.Train.Labels);
        float test = Functions.Accuracy(encoder.Encode(digits.Test.Pixels), digits.Test.Labels);
        report.Line($"accuracy {train:P1} on the images trained on, {test:P1} on {digits.Test.Count} others");
        report.Check(test > Wanted, $"more than {Wanted:P0} of the test digits are recognised");
    }
}

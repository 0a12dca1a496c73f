using System.Globalization;
using TensorDsl.Benchmarks.Measuring;
using TensorDsl.Benchmarks.Reports;
using TensorDsl.LossTests.Memory;

namespace TensorDsl.Benchmarks.Memory;

/// <summary>The scratch memory of every loss over pairs at growing numbers of rows, as the test measures it at one.</summary>
internal static class GrowthRun
{
    /// <summary>Losses over triplets take time of order N³.</summary>
    private static readonly string[] s_overTriplets = ["Angular", "AngularGradient", "BatchAllTriplet", "BatchAllTripletGradient"];

    public static int Run(IEnumerable<string> arguments)
    {
        int[] rows = [.. arguments.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).DefaultIfEmpty()];
        if (rows is [0]) rows = [8192, 16384, 32768];
        var figures = new List<GrowthFigure>();
        foreach (var loss in PairwiseLoss.All.Where(l => !s_overTriplets.Contains(l.Method)))
        {
            long[] bytes = new long[rows.Length], tensors = new long[rows.Length];
            for (int i = 0; i < rows.Length; i++) (bytes[i], tensors[i]) = loss.Measure(rows[i]);
            figures.Add(new(loss.Name, bytes, tensors));
            Console.WriteLine($"{loss}: {string.Join(", ", bytes.Select((b, i) => $"{rows[i]} rows {b / 1048576.0:0.0} MiB"))}");
        }

        if (rows is [8192, 16384, 32768])
            ResultStore.Save("growth", "growth", new GrowthResult(rows, figures, s_overTriplets, DateTime.UtcNow, Machine.Revision, Machine.Describe()));
        return 0;
    }
}

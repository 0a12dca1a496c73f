using System.Reflection;
using TensorDsl.Hlsl;

namespace TensorDsl.LossTests.Hlsl;

/// <summary>All kernels that the loss library carries, and those of the run-time library: what was printed, as it is shipped.</summary>
public static class EmittedKernels
{
    private static readonly Lazy<IReadOnlyList<GpuKernel>> s_all = new(() =>
    [
        .. new[] { typeof(Losses).Assembly, typeof(GpuKernel).Assembly }.SelectMany(a => a.GetTypes())
            .Where(t => t.IsValueType && typeof(IGpuKernel).IsAssignableFrom(t))
            .Select(t => (GpuKernel)t.GetProperty("Kernel", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!),
    ]);

    public static IReadOnlyList<GpuKernel> All => s_all.Value;

    /// <summary>Each text once.</summary>
    public static IReadOnlyList<(string Name, string Text)> Texts => [.. All.Select(k => (k.Name, Text: HlslSource.Of(k))).DistinctBy(k => k.Text)];
}

using System.Reflection;
using TensorDsl.Hlsl;
using TensorDsl.Spirv;
using TensorDsl.Vulkan;
using TensorDsl.Vulkan.Compilation;
using TensorDsl.Vulkan.Interop;
using Missing = TensorDsl.Vulkan.Tests.Support.Missing;

namespace TensorDsl.PackageTests;

/// <summary>SPIR-V that builds embed, and devices that prefer it.</summary>
public sealed class EmbeddingTests
{
    private abstract class Rows;

    private abstract class Width;

    private static readonly Assembly s_own = typeof(EmbeddingTests).Assembly;

    /// <summary>This very assembly was built with TensorDslEmbedSpirv, so its functions run where no compiler is.</summary>
    [EmbeddingFact]
    public void A_function_with_embedded_kernels_needs_no_compiler()
    {
        var x = Tensors.Normal<float, Rows, Width>(300, 70, seed: 1);
        var center = Tensors.Normal<float, Width>(70, seed: 2);
        using var device = VulkanDevice.Create(new() { CacheDirectory = "" }, new VulkanApi(), () => throw new ShaderCompilationException("there is no compiler"));
        using var gx = x.ToGpu(device);
        using var gc = center.ToGpu(device);
        using var gradient = new GpuTensor<float, Rows, Width>(device, 300, 70);
        using var value = Functions.SpreadGradient(gx, gc, gradient, null);
        var wanted = Tensors.Zeros<float, Rows, Width>(300, 70);
        Assert.Equal(Functions.SpreadGradient(x, center, wanted, null), value.Read(), 1e-3f);
        Assert.Equal(wanted.Span.ToArray(), gradient.ToCpu().Span.ToArray());
        Assert.Equal(0, device.Statistics.Compilations);
        using var buffer = device.Rent(1);
        Assert.Equal("there is no compiler", Assert.Throws<ShaderCompilationException>(() => device.Dispatch<Late>([buffer], [], 1)).Message);
    }

    /// <summary>No build knows this kernel: it is no type of an assembly's that was asked for its kernels before.</summary>
    private readonly struct Late : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = new("Late", $"b_x[0] = {Environment.ProcessId}.0;", "rw float b_x", "");
    }

    [Fact]
    public void All_kernels_of_an_assembly_are_found_and_those_of_the_run_time_library()
    {
        var texts = KernelTexts.Of(s_own.Location, References(), ofReferences: false);
        Assert.Contains(texts, k => k.Name.StartsWith("Spread.", StringComparison.Ordinal));
        Assert.Contains(texts, k => k.Name == "CombineSum");
        Assert.Equal(texts.Count, texts.Select(k => k.Hlsl).Distinct().Count());
    }

    [Fact]
    public void Kernels_of_references_are_found_where_they_are_asked_for()
    {
        string library = typeof(VulkanDevice).Assembly.Location;
        Assert.DoesNotContain(KernelTexts.Of(library, References(), ofReferences: false), k => k.Name.StartsWith("Spread.", StringComparison.Ordinal));
        Assert.Contains(KernelTexts.Of(library, References(), ofReferences: true), k => k.Name.StartsWith("Spread.", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_written_is_found_by_its_text()
    {
        var embedded = Read(Written(("a", [1, 2, 3, 4]), ("b", [5, 6, 7, 8, 9, 10, 11, 12])));
        Assert.Equal([1, 2, 3, 4], embedded.TryGet("a", null));
        Assert.Equal([5, 6, 7, 8, 9, 10, 11, 12], embedded.TryGet("b", null));
        Assert.Null(embedded.TryGet("A", null));
    }

    [Fact]
    public void The_order_of_kernels_does_not_matter_to_the_bytes()
        => Assert.Equal(Written(("a", [1, 2, 3, 4]), ("b", [5, 6, 7, 8])), Written(("b", [5, 6, 7, 8]), ("a", [1, 2, 3, 4])));

    /// <summary>A resource of another version, or half of one, is slow and not wrong.</summary>
    [Fact]
    public void What_is_damaged_has_no_entries_behind_the_damage()
    {
        byte[] written = Written(("a", [1, 2, 3, 4]), ("b", [5, 6, 7, 8]));
        for (int length = 0; length < written.Length; length++)
        {
            var embedded = Read(written[..length]);
            Assert.False(embedded.TryGet("a", null) is not null && embedded.TryGet("b", null) is not null);
        }
        written[7]++;
        Assert.Null(Read(written).TryGet("a", null));
    }

    [Fact]
    public void Without_a_compiler_the_build_is_warned_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        string arguments = folder.File("arguments.txt"), output = folder.File("out.spirv");
        File.WriteAllText(output, "from an earlier build");
        File.WriteAllLines(arguments, [s_own.Location, output, "true", .. References()]);
        var (code, said) = Commands.Dotnet(folder.Path, ["exec", typeof(KernelTexts).Assembly.Location, arguments], ("TENSORDSL_SHADER_COMPILER", "none of them"));
        Assert.Equal(0, code);
        Assert.Contains("TensorDsl.Spirv : warning TDSLBUILD1: TensorDslEmbedSpirv is 'true', but nothing is embedded: there is no shader compiler 'none of them'", said);
        Assert.False(File.Exists(output));
    }

    private static IReadOnlyList<string> References()
        => [.. Directory.GetFiles(Path.GetDirectoryName(s_own.Location)!, "*.dll").Where(f => Path.GetFileName(f).StartsWith("TensorDsl", StringComparison.Ordinal) || Path.GetFileName(f).StartsWith("System.Numerics", StringComparison.Ordinal) || Path.GetFileName(f).StartsWith("xunit", StringComparison.Ordinal))];

    private static byte[] Written(params (string, byte[])[] kernels)
    {
        using var stream = new MemoryStream();
        EmbeddedSpirv.Write(stream, kernels);
        return stream.ToArray();
    }

    private static EmbeddedSpirv Read(byte[] resource)
    {
        var embedded = new EmbeddedSpirv();
        embedded.Read(new MemoryStream(resource));
        return embedded;
    }

    /// <summary>Skipped, with the reason, where there is no device, or where there was no compiler when this was built.</summary>
    private sealed class EmbeddingFactAttribute : FactAttribute
    {
        public EmbeddingFactAttribute()
            => Skip = Missing.Plain ?? (s_own.GetManifestResourceNames().Contains(EmbeddedSpirv.ResourceName) ? null : "there was no compiler when this was built");
    }
}

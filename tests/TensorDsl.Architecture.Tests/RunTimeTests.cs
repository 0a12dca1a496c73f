using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.Architecture.Tests;

/// <summary>The invariants of the run-time library that ARCHITECTURE.md states.</summary>
public sealed class RunTimeTests
{
    private const string Cpu = "src/TensorDsl/Cpu";

    [Fact]
    public void The_library_names_no_loss()
    {
        Assert.Contains("InfoNce", LossNames.All);
        foreach (string folder in (string[])[Cpu, "src/TensorDsl/Gpu"])
        {
            Assert.Empty(Sources.Below(folder).SelectMany(Sources.Names).Where(n => LossNames.All.Contains(n.Name)).Select(n => $"{n.Place}: {n.Name}"));
            Assert.Empty(Sources.Below(folder).SelectMany(Sources.Strings).Where(s => LossNames.In(s.Text).Any()).Select(s => s.Place));
        }
    }

    /// <summary>Chunks that depended on the number of threads would make results depend on it.</summary>
    [Fact]
    public void Chunks_depend_on_extents_only()
    {
        var partitions = Sources.Below(Cpu + "/Kernels").Where(t => Path.GetFileName(t.FilePath) is "Partition.cs" or "SearchPartition.cs").ToList();
        Assert.Equal(2, partitions.Count);
        Assert.Empty(partitions.SelectMany(Sources.Names).Where(n => n.Name is "Threads" or "Environment" or "ProcessorCount" or "Limit" or "WorkerPool").Select(n => $"{n.Place}: {n.Name}"));
    }

    [Fact]
    public void The_library_uses_no_reflection()
    {
        string[] forbidden = ["Reflection", "Emit", "Activator", "DynamicMethod"];
        var usings = Sources.Below("src/TensorDsl/Cpu").SelectMany(t => t.GetRoot().DescendantNodes().OfType<UsingDirectiveSyntax>()).Select(u => u.Name!.ToString());
        Assert.DoesNotContain(usings, u => u.StartsWith("System.Reflection", StringComparison.Ordinal));
        Assert.Empty(Sources.Below(Cpu).SelectMany(Sources.Names).Where(n => forbidden.Contains(n.Name)).Select(n => $"{n.Place}: {n.Name}"));
    }

    [Fact]
    public void The_core_knows_no_back_end()
    {
        string[] backEnds = ["Vulkan", "VulkanDevice", "ComputeSharp", "ComputeSharpDevice", "D3D12"];
        Assert.Empty(Sources.Below("src/TensorDsl").SelectMany(Sources.Names).Where(n => backEnds.Contains(n.Name)).Select(n => $"{n.Place}: {n.Name}"));
    }

    /// <summary>A call past the table would be one that tests cannot count, nor let fail.</summary>
    [Fact]
    public void Vulkan_is_called_through_its_table_only()
        => Assert.All(
            Sources.Below("src/TensorDsl.Vulkan").SelectMany(Sources.Names).Where(n => n.Name == "NativeVulkan").Select(n => n.Place),
            place => Assert.Matches(@"Interop.(NativeVulkan|VulkanApi)\.cs:", place));
}

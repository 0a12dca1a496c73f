namespace TensorDsl.Architecture.Tests;

/// <summary>ARCHITECTURE.md speaks of the repository as it is.</summary>
public sealed class DocumentTests
{
    [Theory]
    [InlineData("Syntax")]
    [InlineData("Ir")]
    [InlineData("Ops")]
    [InlineData("Passes")]
    [InlineData("Schedule")]
    [InlineData("Emit")]
    [InlineData("Diagnostics")]
    [InlineData("Pipeline")]
    [InlineData("Support")]
    public void Every_folder_of_the_compiler_has_its_role(string folder)
    {
        Assert.NotEmpty(Sources.Below("src/TensorDsl.Generators/" + folder));
        Assert.Contains($"`{folder}/`", Sources.Text("ARCHITECTURE.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Interop")]
    [InlineData("Devices")]
    [InlineData("Memory")]
    [InlineData("Recording")]
    [InlineData("Compilation")]
    [InlineData("Pipelines")]
    public void Every_folder_of_the_Vulkan_device_has_its_role(string folder)
    {
        Assert.NotEmpty(Sources.Below("src/TensorDsl.Vulkan/" + folder));
        Assert.Contains($"`{folder}/`", Sources.Text("ARCHITECTURE.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        string solution = Sources.Text("TensorDsl.sln").Replace('\\', '/');
        Assert.All(Sources.Projects(), p => Assert.Contains(p, solution, StringComparison.Ordinal));
    }
}

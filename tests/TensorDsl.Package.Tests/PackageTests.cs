using System.IO.Compression;
using System.Reflection;

namespace TensorDsl.PackageTests;

/// <summary>The packages as a user gets them: what is in them, and that a project which references them is compiled as its properties say.</summary>
public sealed class PackageTests : IClassFixture<PackageTests.Packed>
{
    private readonly Packed _packed;

    public PackageTests(Packed packed) => _packed = packed;

    [Fact]
    public void The_core_brings_the_generator_and_what_it_reads_of_projects()
    {
        var files = Packed.Files(_packed.Core);
        foreach (string file in (string[])
            ["lib/net10.0/TensorDsl.dll", "analyzers/dotnet/cs/TensorDsl.Generators.dll", "analyzers/dotnet/cs/TensorDsl.CodeFixes.dll", "buildTransitive/TensorDsl.props"])
            Assert.Contains(file, files.Keys);
        foreach (string property in (string[])["TensorDslGpu", "TensorDslComputeSharp"]) Assert.Contains(property, files["buildTransitive/TensorDsl.props"]);
    }

    [Fact]
    public void Vulkan_brings_the_program_that_embeds_and_the_target_that_runs_it()
    {
        var files = Packed.Files(_packed.Vulkan);
        foreach (string file in (string[])
            ["lib/net10.0/TensorDsl.Vulkan.dll", "buildTransitive/TensorDsl.Vulkan.targets", "tools/net10.0/TensorDsl.Spirv.dll", "tools/net10.0/TensorDsl.Spirv.runtimeconfig.json", "tools/net10.0/TensorDsl.dll"])
            Assert.Contains(file, files.Keys);
    }

    /// <summary>Without the package's props, the compiler would not be told the properties, and generate everything.</summary>
    [Fact]
    public void A_project_s_properties_reach_the_generator()
    {
        var (folder, said) = Build("<TensorDslGpu>false</TensorDslGpu><TensorDslComputeSharp>package</TensorDslComputeSharp>");
        Assert.DoesNotContain("GpuTensor<float", Generated(folder), StringComparison.Ordinal);
        Assert.Contains("warning TDSL701", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_embeds_SPIR_V_by_a_property()
    {
        var (folder, said) = Build("<TensorDslEmbedSpirv>true</TensorDslEmbedSpirv>");
        Assert.Contains("GpuTensor<float", Generated(folder), StringComparison.Ordinal);
        byte[] assembly = File.ReadAllBytes(Path.Combine(folder, "bin", "Debug", "net10.0", "Consumer.dll"));
        // Where the building machine has no compiler, it is told so.
        bool isThere = assembly.AsSpan().IndexOf("TDSLspv1"u8) >= 0;
        Assert.True(isThere != said.Contains("warning TDSLBUILD1", StringComparison.Ordinal), said);
    }

    private static string Generated(string folder)
        => string.Concat(Directory.GetFiles(Path.Combine(folder, "obj"), "*Twice*.g.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    private (string Folder, string Said) Build(string properties)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_packed.Folder.Path, Guid.NewGuid().ToString("n"))).FullName;
        // Packages that this machine has are not downloaded again, and ours do not stay on it.
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{_packed.Folder.Path}" /></packageSources>
              <fallbackPackageFolders><add key="known" value="{Metadata("Packages")}" /></fallbackPackageFolders>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework><AllowUnsafeBlocks>true</AllowUnsafeBlocks><EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                <RestorePackagesPath>{_packed.Folder.File("packages")}</RestorePackagesPath><NuGetAudit>false</NuGetAudit>
                {properties}
              </PropertyGroup>
              <ItemGroup><PackageReference Include="TensorDsl" Version="0.1.0" /><PackageReference Include="TensorDsl.Vulkan" Version="0.1.0" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Functions.cs"), """
            using TensorDsl;
            public static partial class Functions
            {
                [Similarity] static Expr<N> Twice<N>(Expr<N> x) => x + x;
                public static float First(float[] values) => Twice(new Tensor<float, object>(values, values.Length)).Span[0];
            }
            """);
        var (code, said) = Commands.Dotnet(folder, ["build", "--nologo", "-v", "q", "-p:UseSharedCompilation=false"]);
        Assert.True(code == 0, said);
        return (folder, said);
    }

    private static string Metadata(string key) => typeof(PackageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    /// <summary>Both packages, made once of what is built.</summary>
    public sealed class Packed : IDisposable
    {
        public Packed()
        {
            foreach (string project in (string[])["TensorDsl", "TensorDsl.Vulkan"])
            {
                string file = Path.Combine(Metadata("Repository"), "src", project, project + ".csproj");
                var (code, said) = Commands.Dotnet(Folder.Path, ["pack", file, "--no-build", "-c", Metadata("Configuration"), "-o", Folder.Path, "--nologo", "-v", "q"]);
                Assert.True(code == 0, said);
            }
        }

        internal TemporaryFolder Folder { get; } = new();

        internal string Core => Folder.File("TensorDsl.0.1.0.nupkg");

        internal string Vulkan => Folder.File("TensorDsl.Vulkan.0.1.0.nupkg");

        /// <summary>The files of a package, and the text of those that are text.</summary>
        internal static Dictionary<string, string> Files(string package)
        {
            using var archive = ZipFile.OpenRead(package);
            return archive.Entries.ToDictionary(e => e.FullName, e =>
            {
                using var reader = new StreamReader(e.Open());
                return e.FullName.EndsWith(".dll", StringComparison.Ordinal) ? "" : reader.ReadToEnd();
            });
        }

        public void Dispose() => Folder.Dispose();
    }
}

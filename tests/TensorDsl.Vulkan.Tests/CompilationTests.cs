using TensorDsl.Hlsl;
using TensorDsl.Vulkan.Compilation;
using TensorDsl.Vulkan.Tests.Kernels;
using TensorDsl.Vulkan.Tests.Support;

namespace TensorDsl.Vulkan.Tests;

/// <summary>Kernels are compiled by what there is, once, and what is kept is checked.</summary>
public sealed class CompilationTests : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("tensordsl-test").FullName;

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    [GpuFact]
    public void A_compiled_kernel_is_kept_for_the_next_process()
    {
        Assert.Equal(1, CompileOnce());
        Assert.Equal(0, CompileOnce());
        Assert.Single(Directory.GetFiles(Path.Combine(_cache, "spirv")));
        Assert.Single(Directory.GetFiles(_cache, "*.pipelines"));
    }

    [GpuTheory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("empty")]
    [InlineData("other")]
    public void A_damaged_entry_is_compiled_again(string damage)
    {
        CompileOnce();
        foreach (string file in Directory.GetFiles(_cache, "*", SearchOption.AllDirectories))
        {
            byte[] bytes = File.ReadAllBytes(file);
            if (damage == "changed") bytes[^5] ^= 1;
            File.WriteAllBytes(file, damage switch { "cut" => bytes[..^8], "empty" => [], "other" => new byte[4096], _ => bytes });
        }
        Assert.Equal(1, CompileOnce());
        Assert.Equal(0, CompileOnce());
    }

    [GpuFact]
    public void A_folder_that_cannot_be_written_is_no_error()
    {
        string file = Path.Combine(_cache, "file");
        File.WriteAllText(file, "");
        Assert.Equal(1, CompileOnce(file));
        Assert.Equal(1, CompileOnce(file));
    }

    [Fact]
    public void The_key_of_an_entry_holds_the_compiler_its_version_and_the_text()
    {
        var cache = new SpirvCache(_cache);
        string[] files =
        [
            cache.FileOf(new Fake("a", "1"), "text"), cache.FileOf(new Fake("b", "1"), "text"), cache.FileOf(new Fake("a", "2"), "text"),
            cache.FileOf(new Fake("a", "1"), "texts"), cache.FileOf(new Fake("a", "1\ntext"), ""), cache.FileOf(new Fake("a\n1", "text"), ""),
        ];
        Assert.Equal(files.Length, files.Distinct().Count());
        Assert.Equal("", new SpirvCache("").FileOf(new Fake("a", "1"), "text"));
    }

    [Fact]
    public void An_entry_that_is_no_spirv_is_not_used()
    {
        var cache = new SpirvCache(_cache);
        var compiler = new Fake("a", "1");
        cache.Put(compiler, "text", [1, 2, 3, 4]);
        Assert.Null(cache.TryGet(compiler, "text"));
        cache.Put(compiler, "text", [3, 2, 0x23, 7, 9]);
        Assert.Equal([3, 2, 0x23, 7, 9], cache.TryGet(compiler, "text"));
        Assert.Empty(Directory.GetFiles(_cache, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Writers_at_the_same_time_leave_one_whole_file()
    {
        string path = Path.Combine(_cache, "shared");
        Parallel.For(0, 64, i =>
        {
            CheckedFile.TryWrite(path, [.. Enumerable.Repeat((byte)i, 10_000)]);
            var read = CheckedFile.TryRead(path);
            Assert.NotNull(read);
            Assert.All(read, b => Assert.Equal(read[0], b));
        });
        Assert.Single(Directory.GetFiles(_cache));
    }

    [GpuFact]
    public void A_text_with_errors_is_refused_with_the_compiler_s_words_and_the_kernel_s_name()
    {
        using var device = new TestDevice(cache: "");
        using var x = device.Device.Upload(1);
        var error = Assert.Throws<ShaderCompilationException>(() => device.Device.Dispatch<Broken>([x], [], 1));
        Assert.Contains("Broken", error.Message);
        Assert.Contains("nothing", error.Message);
        device.Device.Increment(x);
        Assert.Equal([2], device.Device.Download<float>(x));
    }

    [Theory]
    [InlineData("shaderc")]
    [InlineData("glslang")]
    public void A_compiler_either_works_or_says_why_not(string name)
    {
        IShaderCompiler compiler;
        try
        {
            compiler = ShaderCompilers.Find(name);
        }
        catch (ShaderCompilationException e)
        {
            Assert.Contains(name + ": ", e.Message);
            Assert.Contains("Install", e.Message);
            return;
        }
        Assert.Equal(name, compiler.Name);
        Assert.NotEmpty(compiler.Version);
        byte[] spirv = compiler.Compile("Increment", HlslSource.Of(Increment.Kernel));
        Assert.Equal(0x07230203, BitConverter.ToInt32(spirv));
        Assert.Equal(spirv, compiler.Compile("Increment", HlslSource.Of(Increment.Kernel)));
        // An attribute that the compiler doesn't know leaves a group of one thread; it is a warning only.
        string misspelt = HlslSource.Of(Increment.Kernel).Replace("[numthreads", "[NumThreads");
        Assert.Throws<ShaderCompilationException>(() => compiler.Compile("Increment", misspelt));
    }

    [Fact]
    public void Without_a_compiler_one_message_names_all_of_them()
    {
        var none = new (string, Func<(IShaderCompiler?, string)>)[]
        {
            ("shaderc", () => (null, "libshaderc.so.1 cannot be loaded")), ("glslang", () => (null, "glslangValidator cannot be run")),
        };
        string message = Assert.Throws<ShaderCompilationException>(() => ShaderCompilers.Find(null, none)).Message;
        Assert.Contains("shaderc: libshaderc.so.1 cannot be loaded", message);
        Assert.Contains("glslang: glslangValidator cannot be run", message);
        Assert.Contains("apt-get install glslang-tools", message);
        Assert.DoesNotContain("libshaderc.so.1", Assert.Throws<ShaderCompilationException>(() => ShaderCompilers.Find("glslang", none)).Message);
        Assert.Contains("'dxc'; there are 'shaderc' and 'glslang'", Assert.Throws<ShaderCompilationException>(() => ShaderCompilers.Find("dxc", none)).Message);
        var second = new Fake("glslang", "1");
        Assert.Same(second, ShaderCompilers.Find(null, [none[0], ("glslang", () => (second, ""))]));
    }

    [GpuFact]
    public void A_device_without_a_compiler_works_until_a_kernel_is_needed()
    {
        using var device = new TestDevice(cache: "", compiler: () => throw new ShaderCompilationException("no compiler for HLSL works"));
        using var x = device.Device.Upload(5);
        Assert.Throws<ShaderCompilationException>(() => device.Device.Increment(x));
        Assert.Equal([5], device.Device.Download<float>(x));
    }

    private long CompileOnce(string? cache = null)
    {
        using var device = new TestDevice(cache: cache ?? _cache);
        using var x = device.Device.Upload(1);
        device.Device.Increment(x);
        Assert.Equal([2], device.Device.Download<float>(x));
        return device.Device.Statistics.Compilations;
    }

    private sealed record Fake(string Name, string Version) : IShaderCompiler
    {
        public byte[] Compile(string kernelName, string hlsl) => [];
    }
}

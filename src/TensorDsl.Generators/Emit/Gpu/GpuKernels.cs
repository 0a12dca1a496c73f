using TensorDsl.Generators.Emit.Hlsl;

namespace TensorDsl.Generators.Emit.Gpu;

/// <summary>The kernels of a file: equal ones are one struct.</summary>
internal sealed class GpuKernels(string file)
{
    private readonly Dictionary<HlslKernel, string> _names = [];
    private readonly List<(string Name, HlslKernel Kernel)> _kernels = [];

    public IEnumerable<HlslKernel> All => _kernels.Select(k => k.Kernel);

    /// <summary>The struct of a kernel.</summary>
    public string Name(HlslKernel kernel)
    {
        if (_names.TryGetValue(kernel, out string? known)) return known;
        string name = $"GpuKernel{_kernels.Count + 1}";
        _kernels.Add((name, kernel));
        return _names[kernel] = name;
    }

    /// <summary>A call that records a run.</summary>
    public string Dispatch(HlslLaunch launch, string groups)
        => $"device.Dispatch<{Name(launch.Kernel)}>([{string.Join(", ", launch.Buffers)}], [{string.Join(", ", launch.Constants)}], {groups});";

    public void Emit(CodeWriter writer)
    {
        foreach (var (name, kernel) in _kernels)
        {
            writer.Line();
            using var block = writer.Block($"private readonly struct {name} : TensorDslHlsl.IGpuKernel");
            string buffers = string.Join(", ", kernel.Bindings.Select(b => $"{(b.IsWritten ? "rw " : "")}{b.Type} {b.Name}"));
            string constants = string.Join(", ", kernel.Constants.Select(c => $"{c.Type} {c.Name}"));
            writer.Line($"public static TensorDslHlsl.GpuKernel Kernel {{ get; }} = new({TemplateEmitter.Literal($"{file}.{name}")}, \"\"\"");
            writer.Lines(kernel.Body.TrimEnd('\n').Split('\n'));
            writer.Line($"\"\"\", \"{buffers}\", \"{constants}\");");
        }
    }
}

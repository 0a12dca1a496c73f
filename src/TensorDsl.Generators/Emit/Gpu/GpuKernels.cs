using TensorDsl.Generators.Emit.Hlsl;

namespace TensorDsl.Generators.Emit.Gpu;

/// <summary>The kernels of a file: equal ones are one struct.</summary>
internal sealed class GpuKernels(string file)
{
    private readonly Dictionary<HlslKernel, int> _numbers = [];
    private readonly List<HlslKernel> _kernels = [];

    public IReadOnlyList<HlslKernel> All => _kernels;

    /// <summary>The number of a kernel in the file, from 1.</summary>
    public int Number(HlslKernel kernel)
    {
        if (_numbers.TryGetValue(kernel, out int known)) return known;
        _kernels.Add(kernel);
        return _numbers[kernel] = _kernels.Count;
    }

    private static string Name(int number) => $"GpuKernel{number}";

    /// <summary>A call that records a run.</summary>
    public string Dispatch(HlslLaunch launch, string groups)
        => $"device.Dispatch<{Name(Number(launch.Kernel))}>([{string.Join(", ", launch.Buffers)}], [{string.Join(", ", launch.Constants)}], {groups});";

    public void Emit(CodeWriter writer)
    {
        foreach (var kernel in _kernels)
        {
            string name = Name(Number(kernel));
            writer.Line();
            using var block = writer.Block($"internal readonly struct {name} : TensorDslHlsl.IGpuKernel");
            string buffers = string.Join(", ", kernel.Bindings.Select(b => $"{(b.IsWritten ? "rw " : "")}{b.Type} {b.Name}"));
            string constants = string.Join(", ", kernel.Constants.Select(c => $"{c.Type} {c.Name}"));
            writer.Line($"public static TensorDslHlsl.GpuKernel Kernel {{ get; }} = new({TemplateEmitter.Literal($"{file}.{name}")}, \"\"\"");
            writer.Lines(kernel.Body.TrimEnd('\n').Split('\n'));
            writer.Line($"\"\"\", \"{buffers}\", \"{constants}\");");
        }
    }

    /// <summary>The attribute that explains the file's methods: it reaches their kernels.</summary>
    public void Explanation(CodeWriter writer, string attribute, string className)
    {
        writer.Line();
        using var block = writer.Block($"file sealed class {attribute}(string text, params int[] kernels) : global::TensorDsl.GpuExplanationAttribute(text, kernels)");
        writer.Line("protected override TensorDslHlsl.GpuKernel Kernel(int number) => number switch");
        writer.Line("{");
        for (int i = 1; i <= _kernels.Count; i++) writer.Line($"    {i} => {className}.{Name(i)}.Kernel,");
        writer.Line("    _ => throw new global::System.ArgumentOutOfRangeException(nameof(number)),");
        writer.Line("};");
    }
}

using TensorDsl.Generators.Emit.Hlsl;

namespace TensorDsl.Generators.Emit.Gpu;

/// <summary>The kernels of a file: equal ones are one struct.</summary>
internal sealed class GpuKernels(string file)
{
    private const string Ns = "global::TensorDsl.Hlsl.";

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
            using (writer.Block($"private readonly struct {name} : {Ns}IGpuKernel"))
            {
                writer.Line($"public static {Ns}GpuKernel Kernel {{ get; }} = new(");
                writer.Line($"    {TemplateEmitter.Literal($"{file}.{name}")},");
                Text(writer, kernel.Declarations);
                Text(writer, kernel.Body);
                writer.Line("    256, 1, 1,");
                writer.Line($"    [{string.Join(", ", kernel.Bindings.Select(b => $"new(\"{b.Name}\", {Ns}GpuScalar.{b.Type}, {(b.IsWritten ? "true" : "false")})"))}],");
                writer.Line($"    [{string.Join(", ", kernel.Constants.Select(c => $"new(\"{c.Name}\", {Ns}GpuScalar.{c.Type})"))}]);");
            }
        }
    }

    private static void Text(CodeWriter writer, string text)
    {
        if (text.Length == 0)
        {
            writer.Line("    \"\",");
            return;
        }
        writer.Line("    \"\"\"");
        foreach (string line in text.TrimEnd('\n').Split('\n')) writer.Line(line.Length == 0 ? "" : "    " + line);
        writer.Line("    \"\"\",");
    }
}

using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>Collects what a kernel turns out to use while its body is printed: buffers, constants, functions.</summary>
internal sealed class HlslBuilder
{
    // The limits of GpuKernel in the run-time library.
    private const int MostBuffers = 16, MostConstants = 29;

    private readonly List<(string Name, string Type, bool IsWritten, string Host)> _buffers = [];
    private readonly List<(string Name, string Type, string Host)> _constants = [];

    /// <summary>Names of local variables, each once in the kernel.</summary>
    public NameScope Locals { get; } = new();

    /// <summary>The identifier of a buffer; one that is read in one place and written in another is bound once, as written.</summary>
    public string Buffer(string name, string type, bool isWritten, string host)
    {
        int at = _buffers.FindIndex(b => b.Name == name);
        if (at < 0) _buffers.Add((name, type, isWritten, host));
        else if (isWritten) _buffers[at] = (name, type, true, host);
        return name;
    }

    /// <summary>The identifier of a constant.</summary>
    /// <param name="host">The C# expression of its bits, a uint.</param>
    public string Constant(string name, string type, string host)
    {
        if (!_constants.Any(c => c.Name == name)) _constants.Add((name, type, host));
        return name;
    }

    /// <summary>A constant that only the kernels of one kind know, under the name that its host code has.</summary>
    public string Count(string name) => Constant("k_" + name, "uint", $"(uint){name}");

    /// <summary>A constant of a stretch of tiles.</summary>
    public string OfTile(string name, string? host = null) => Constant("k_" + name, "uint", $"tile.{NameScope.Pascal(host ?? name)}");

    /// <exception cref="NotSupportedException">It binds more than all devices allow.</exception>
    public HlslLaunch Build(string body)
    {
        int written = _buffers.Count(b => b.IsWritten);
        if (Math.Max(written, _buffers.Count - written) > MostBuffers)
            throw new NotSupportedException($"one of its kernels reads {_buffers.Count - written} buffers and writes {written}, and devices bind {MostBuffers} of each");
        if (_constants.Count > MostConstants) throw new NotSupportedException($"one of its kernels has {_constants.Count} constants, and devices take {MostConstants}");
        var kernel = new HlslKernel(
            body, _buffers.Select(b => new HlslBinding(b.Name, b.Type, b.IsWritten)).ToEquatable(), _constants.Select(c => new HlslConstant(c.Name, c.Type)).ToEquatable());
        return new(kernel, _buffers.Select(b => b.Host).ToList(), _constants.Select(c => c.Host).ToList());
    }
}

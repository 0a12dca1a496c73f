using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>Collects what a kernel turns out to use while its body is printed: buffers, constants, functions.</summary>
internal sealed class HlslBuilder
{
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

    public HlslLaunch Build(string body)
    {
        var kernel = new HlslKernel(
            body, _buffers.Select(b => new HlslBinding(b.Name, b.Type, b.IsWritten)).ToEquatable(), _constants.Select(c => new HlslConstant(c.Name, c.Type)).ToEquatable());
        return new(kernel, _buffers.Select(b => b.Host).ToList(), _constants.Select(c => c.Host).ToList());
    }
}

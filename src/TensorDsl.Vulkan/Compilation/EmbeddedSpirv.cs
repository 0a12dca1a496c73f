using System.Buffers.Binary;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace TensorDsl.Vulkan.Compilation;

/// <summary>
/// SPIR-V that was compiled when an assembly was built, and lies in it as a resource (the property TensorDslEmbedSpirv). Entries are found by the
/// SHA-256 of the HLSL, so one that does not fit the kernel any more is one that is not there.
/// </summary>
/// <remarks>
/// The resource: the header, the number of entries, and of each the hash, the length and the words. Numbers are little-endian and have four bytes.
/// </remarks>
internal sealed class EmbeddedSpirv
{
    /// <summary>The resource's name.</summary>
    public const string ResourceName = "TensorDsl.Spirv";

    private readonly HashSet<Assembly> _read = [];
    private readonly Dictionary<UInt128, ReadOnlyMemory<byte>> _entries = [];

    /// <summary>Changes with what a device expects of SPIR-V: the numbers of bindings, push constants, the entry point's name.</summary>
    private static ReadOnlySpan<byte> Header => "TDSLspv1"u8;

    /// <summary>The SPIR-V of a text in one of the assemblies, the entry assembly and those asked for before; null if none has it.</summary>
    /// <param name="hlsl">The text.</param>
    /// <param name="assembly">That of the kernel.</param>
    public byte[]? TryGet(string hlsl, Assembly? assembly)
    {
        Read(assembly);
        // An application embeds kernels of libraries too, and of the run-time library, whose assembly has none.
        Read(Assembly.GetEntryAssembly());
        return _entries.TryGetValue(Key(hlsl), out var spirv) ? spirv.ToArray() : null;
    }

    /// <summary>Writes a resource.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="kernels">Each text with its SPIR-V.</param>
    public static void Write(Stream stream, IReadOnlyCollection<(string Hlsl, byte[] Spirv)> kernels)
    {
        stream.Write(Header);
        WriteNumber(stream, kernels.Count);
        // In the order of the hashes, so that builds of the same sources are the same to the byte.
        Span<byte> hash = stackalloc byte[16];
        foreach (var (key, spirv) in kernels.Select(k => (Key: Key(k.Hlsl), k.Spirv)).OrderBy(k => k.Key))
        {
            BinaryPrimitives.WriteUInt128LittleEndian(hash, key);
            stream.Write(hash);
            WriteNumber(stream, spirv.Length);
            stream.Write(spirv);
        }
    }

    private void Read(Assembly? assembly)
    {
        if (assembly is null || !_read.Add(assembly) || assembly.IsDynamic) return;
        using var stream = assembly.GetManifestResourceStream(ResourceName);
        if (stream is not null) Read(stream);
    }

    /// <summary>Takes entries up; a resource of another version, or a damaged one, has none.</summary>
    internal void Read(Stream stream)
    {
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        ReadOnlyMemory<byte> rest = data;
        if (!rest.Span.StartsWith(Header) || rest.Length < Header.Length + 4) return;
        int count = BinaryPrimitives.ReadInt32LittleEndian(rest.Span[Header.Length..]);
        rest = rest[(Header.Length + 4)..];
        for (int i = 0; i < count && rest.Length >= 20; i++)
        {
            var key = BinaryPrimitives.ReadUInt128LittleEndian(rest.Span);
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span[16..]);
            if (length < 0 || length > rest.Length - 20) return;
            _entries[key] = rest.Slice(20, length);
            rest = rest[(20 + length)..];
        }
    }

    /// <summary>Half of a SHA-256: as unlikely to meet another's as anybody needs.</summary>
    private static UInt128 Key(string hlsl) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(hlsl)));

    private static void WriteNumber(Stream stream, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        stream.Write(bytes);
    }
}

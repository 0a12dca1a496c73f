namespace TensorDsl.Hlsl;

/// <summary>
/// What a compute kernel is: the facts that the host and the shader must agree on, and its own HLSL. <see cref="HlslSource"/> composes the
/// declarations of constants and buffers, the group size and the signature from the facts, so that they cannot disagree with the text.
/// </summary>
/// <remarks>
/// <para>A grid has one axis. Inside the body, <c>groupId</c> is the number of the group in it (a uint), <c>threadId</c> the thread's
/// position in its group (a uint3) and <c>threadIndex</c> the same as one number (a uint).</para>
/// <para>Objects are compared by reference: a kernel type must return the same one each time.</para>
/// </remarks>
public sealed class GpuKernel
{
    /// <summary>At most so many buffers are read only, and so many written: registers of the two kinds do not meet in Vulkan's
    /// numbers.</summary>
    public const int MaxBindingsOfAKind = 16;

    /// <summary>
    /// At most so many constants: 128 bytes of push constants, which every Vulkan device has, less the three words that come first.
    /// </summary>
    public const int MaxConstants = 32 - HlslSource.HeaderWords;

    /// <param name="name">The name for messages and tools; it is not part of the HLSL, so that equal kernels share one pipeline.</param>
    /// <param name="declarations">HLSL in front of the entry point: constants, groupshared memory, functions. May be empty.</param>
    /// <param name="body">The statements of the entry point, without its braces.</param>
    /// <param name="groupX">Threads of a group along x, 1 to 1024.</param>
    /// <param name="groupY">Threads of a group along y, 1 to 1024.</param>
    /// <param name="groupZ">Threads of a group along z, 1 to 64. The product is at most 1024.</param>
    /// <param name="bindings">The buffers, in the order in which dispatches pass them.</param>
    /// <param name="constants">The scalars, in the order in which dispatches pass them.</param>
    /// <exception cref="ArgumentException">The group or the number of bindings or constants exceeds what devices guarantee.</exception>
    public GpuKernel(
        string name,
        string declarations,
        string body,
        int groupX,
        int groupY,
        int groupZ,
        IReadOnlyList<GpuBinding> bindings,
        IReadOnlyList<GpuConstant> constants)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(declarations);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(bindings);
        ArgumentNullException.ThrowIfNull(constants);
        if (groupX is < 1 or > 1024 || groupY is < 1 or > 1024 || groupZ is < 1 or > 64 || groupX * groupY * groupZ > 1024)
            throw new ArgumentException(
                $"{name}: a group of {groupX} × {groupY} × {groupZ} threads; at most 1024 × 1024 × 64 and 1024 in all");
        int written = bindings.Count(b => b.IsWritten);
        if (written > MaxBindingsOfAKind || bindings.Count - written > MaxBindingsOfAKind)
            throw new ArgumentException(
                $"{name}: {bindings.Count - written} buffers are read and {written} written; at most {MaxBindingsOfAKind} of each");
        if (constants.Count > MaxConstants) throw new ArgumentException($"{name}: {constants.Count} constants; at most {MaxConstants}");
        Name = name;
        Declarations = declarations;
        Body = body;
        GroupX = groupX;
        GroupY = groupY;
        GroupZ = groupZ;
        Bindings = bindings;
        Constants = constants;
        for (int i = 0; i < bindings.Count; i++)
            if (!bindings[i].IsWritten) ReadOnly |= 1u << i;
    }

    /// <summary>A kernel of generated code: groups of 256 threads, and facts in a short form that keeps generated sources small.</summary>
    /// <param name="name">The name for messages and tools.</param>
    /// <param name="body">The statements of the entry point.</param>
    /// <param name="bindings">The buffers: "float b_x, int b_labels, rw float b_result".</param>
    /// <param name="constants">The scalars: "uint k_N, float k_eps".</param>
    public GpuKernel(string name, string body, string bindings, string constants)
        : this(name, "", body, GpuPartition.GroupSize, 1, 1, [.. Split(bindings).Select(Binding)], [.. Split(constants).Select(Constant)])
    {
    }

    private static string[] Split(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static GpuBinding Binding(string text)
    {
        bool isWritten = text.StartsWith("rw ", StringComparison.Ordinal);
        var scalar = Constant(isWritten ? text[3..] : text);
        return new(scalar.Name, scalar.Type, isWritten);
    }

    private static GpuConstant Constant(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return new(text[(space + 1)..], text[..Math.Max(0, space)] switch
        {
            "float" => GpuScalar.Float,
            "int" => GpuScalar.Int,
            "uint" => GpuScalar.UInt,
            _ => throw new ArgumentException($"'{text}' is not 'float name', 'int name' or 'uint name'"),
        });
    }

    /// <summary>The name for messages and tools.</summary>
    public string Name { get; }

    /// <summary>HLSL in front of the entry point.</summary>
    public string Declarations { get; }

    /// <summary>The statements of the entry point.</summary>
    public string Body { get; }

    /// <summary>Threads of a group along x.</summary>
    public int GroupX { get; }

    /// <summary>Threads of a group along y.</summary>
    public int GroupY { get; }

    /// <summary>Threads of a group along z.</summary>
    public int GroupZ { get; }

    /// <summary>The buffers, in the order in which dispatches pass them.</summary>
    public IReadOnlyList<GpuBinding> Bindings { get; }

    /// <summary>The scalars, in the order in which dispatches pass them.</summary>
    public IReadOnlyList<GpuConstant> Constants { get; }

    /// <summary>The bindings that are not written: bit i for the i-th.</summary>
    public uint ReadOnly { get; }

    /// <summary>
    /// The groupshared memory of the declarations, in bytes: devices refuse a kernel that asks for more than they have. Vulkan promises 16
    /// KiB,
    /// D3D12 32 KiB.
    /// </summary>
    public int SharedBytes { get; init; }

    /// <summary>The size of the constants with the words that come first, in bytes.</summary>
    public int ConstantBytes => (HlslSource.HeaderWords + Constants.Count) * sizeof(uint);

    /// <summary>The register of a binding: t0, t1, … for those that are read, u0, u1, … for those that are written.</summary>
    /// <param name="binding">Its position in <see cref="Bindings"/>.</param>
    public int Register(int binding) => Register(binding, ReadOnly);

    /// <summary>The same where other bindings are read only: t0, t1, … for those, u0, u1, … for all else.</summary>
    /// <param name="binding">Its position in <see cref="Bindings"/>.</param>
    /// <param name="readOnly">A bit for each binding, as in <see cref="HlslSource.Of(GpuKernel, uint)"/>.</param>
    public int Register(int binding, uint readOnly)
    {
        int register = 0;
        for (int i = 0; i < binding; i++)
            if ((readOnly >> i & 1) == (readOnly >> binding & 1)) register++;
        return register;
    }

    /// <summary>Checks what a dispatch passes, as every device does before it records one.</summary>
    /// <exception cref="ArgumentException">The counts are not those of the kernel, or a buffer that is written is bound twice.</exception>
    public void Check(ReadOnlySpan<GpuBuffer> buffers, ReadOnlySpan<uint> constants)
    {
        if (buffers.Length != Bindings.Count)
            throw new ArgumentException(
                $"{Name}: {buffers.Length} buffers are given but it has {Bindings.Count} bindings", nameof(buffers));
        if (constants.Length != Constants.Count)
            throw new ArgumentException($"{Name}: {constants.Length} constants are given but it has {Constants.Count}", nameof(constants));
        for (int i = 0; i < buffers.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(buffers[i], Bindings[i].Name);
            for (int j = 0; j < i; j++)
                if (buffers[i].IsSameMemory(buffers[j]) && (Bindings[i].IsWritten || Bindings[j].IsWritten)) ThrowAlias(i, j);
        }
    }

    /// <summary>The kernel's name.</summary>
    public override string ToString() => Name;

    private void ThrowAlias(int i, int j)
    {
        var (written, other) = Bindings[i].IsWritten ? (Bindings[i], Bindings[j]) : (Bindings[j], Bindings[i]);
        throw new ArgumentException($"{Name}: one buffer is bound as '{written.Name}', which is written, and as '{other.Name}'");
    }
}

using System.Text;

namespace TensorDsl.Hlsl;

/// <summary>The whole HLSL text of a kernel: what its facts say, composed around its own text.</summary>
/// <remarks>
/// The text keeps within what FXC (shader model 5.1), DXC and glslang all accept. With the macro TENSORDSL_VULKAN the constants are push
/// constants; a register cannot be given together with that, hence the other branch.
/// </remarks>
public static class HlslSource
{
    /// <summary>The name of the entry point.</summary>
    public const string EntryPoint = "Execute";

    /// <summary>
    /// The words in front of a kernel's constants: the number of groups, the groups in a line of the grid, and one unused. ComputeSharp puts
    /// three there as well.
    /// </summary>
    public const int HeaderWords = 3;

    /// <summary>The most groups that one axis of a grid may have, on every device.</summary>
    public const int MaxGroupsPerAxis = 65535;

    /// <summary>The text of a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    public static string Of(GpuKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return Of(kernel, kernel.ReadOnly);
    }

    /// <summary>The text of a kernel of which other buffers are bound read-only than those that it does not write.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="readOnly">
    /// Bit i for the i-th binding, which the kernel must not write; all others are bound writable. ComputeSharp has no read-only view of a
    /// buffer that another kernel wrote, and no writable one of a read-only buffer.
    /// </param>
    /// <exception cref="ArgumentException">The kernel writes one of them.</exception>
    public static string Of(GpuKernel kernel, uint readOnly)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if ((readOnly & ~kernel.ReadOnly) != 0) throw new ArgumentException($"{kernel} writes a buffer that is to be read-only", nameof(readOnly));
        var text = new StringBuilder(kernel.Declarations.Length + kernel.Body.Length + 1024);
        text.Append(
            """
            #ifdef TENSORDSL_VULKAN
            [[vk::push_constant]] cbuffer _
            #else
            cbuffer _ : register(b0)
            #endif
            {
                uint __x;
                uint __y;
                uint __z;

            """);
        foreach (var constant in kernel.Constants) text.Append($"    {Name(constant.Type)} {constant.Name};\n");
        text.Append("};\n\n");
        for (int i = 0; i < kernel.Bindings.Count; i++)
        {
            var binding = kernel.Bindings[i];
            bool isUav = (readOnly >> i & 1) == 0;
            text.Append($"{(isUav ? "RW" : "")}StructuredBuffer<{Name(binding.Element)}> {binding.Name} : ");
            text.Append($"register({(isUav ? 'u' : 't')}{kernel.Register(i, readOnly)});\n");
        }
        text.Append('\n');
        string library = HlslLibrary.Declarations(kernel.Declarations + "\n" + kernel.Body);
        if (library.Length > 0) text.Append(library).Append('\n');
        if (kernel.Declarations.Length > 0) text.Append(kernel.Declarations.TrimEnd('\n')).Append("\n\n");
        // A grid beyond the limit of an axis is folded into lines. The groups that fill up the last line leave together, so that barriers
        // in the body stay in uniform control flow.
        text.Append(
            $$"""
            [numthreads({{kernel.GroupX}}, {{kernel.GroupY}}, {{kernel.GroupZ}})]
            void {{EntryPoint}}(uint3 __group : SV_GroupID, uint3 threadId : SV_GroupThreadID, uint threadIndex : SV_GroupIndex)
            {
                uint groupId = __group.y * __y + __group.x;
                if (groupId >= __x) { return; }

            """);
        foreach (var line in kernel.Body.TrimEnd('\n').Split('\n')) text.Append(line.Length > 0 ? "    " : "").Append(line).Append('\n');
        return text.Append("}\n").ToString();
    }

    /// <summary>Folds a grid into lines: how many groups a line has, and how many lines there are.</summary>
    /// <param name="groups">The groups of the grid, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no group, or more than 65535² of them.</exception>
    public static (uint X, uint Y) Fold(long groups)
    {
        if (groups is < 1 or > (long)MaxGroupsPerAxis * MaxGroupsPerAxis)
            throw new ArgumentOutOfRangeException(
                nameof(groups), $"{groups} groups; a grid has 1 to {(long)MaxGroupsPerAxis * MaxGroupsPerAxis} of them");
        if (groups <= MaxGroupsPerAxis) return ((uint)groups, 1);
        long lines = (groups + MaxGroupsPerAxis - 1) / MaxGroupsPerAxis;
        // Lines of equal length leave fewer groups without work than full lines and a last one.
        return ((uint)((groups + lines - 1) / lines), (uint)lines);
    }

    /// <summary>
    /// The constants of a dispatch as the shader sees them: the words in front, then the kernel's own.
    /// </summary>
    /// <param name="groups">The groups of the grid.</param>
    /// <param name="constants">The kernel's constants, as bits.</param>
    /// <param name="destination">As long as both together.</param>
    /// <returns>The grid, folded.</returns>
    public static (uint X, uint Y) WriteConstants(long groups, ReadOnlySpan<uint> constants, Span<uint> destination)
    {
        var grid = Fold(groups);
        destination[0] = (uint)groups;
        destination[1] = grid.X;
        destination[2] = 0;
        constants.CopyTo(destination[HeaderWords..]);
        return grid;
    }

    private static string Name(GpuScalar type) => type switch
    {
        GpuScalar.Float => "float",
        GpuScalar.Int => "int",
        GpuScalar.UInt => "uint",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a scalar of HLSL"),
    };
}

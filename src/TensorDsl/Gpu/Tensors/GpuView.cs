using System.ComponentModel;

namespace TensorDsl;

/// <summary>
/// A tensor of any rank in a buffer of somebody else's whose dims stand in no type: what generated methods over buffers, which are given sizes as
/// numbers, make of their arguments.
/// </summary>
/// <inheritdoc cref="GpuTensorBase{T}" path="/remarks"/>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GpuView<T> : GpuTensorBase<T>
    where T : unmanaged
{
    /// <param name="function">The function to name in messages.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="dims">Its dims, "N, D"; empty for a scalar.</param>
    /// <param name="buffer">Where it lies, from the first element on. Dispose does not give it back.</param>
    /// <param name="sizes">The size of each dim.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ShapeMismatchException">The buffer is too small.</exception>
    public GpuView(string function, string name, string dims, GpuBuffer buffer, params ReadOnlySpan<int> sizes)
        : base(Checked(function, name, dims, buffer, sizes), Named(dims, sizes.Length), sizes)
    {
    }

    private static NamedDim[] Named(string dims, int rank) => [.. Names(dims, rank).Select(d => new NamedDim(d, null))];

    private static string[] Names(string dims, int rank)
        => dims.Split(", ") is var names && names.Length == rank ? names : [.. Enumerable.Range(0, rank).Select(i => $"axis {i}")];

    private static GpuBuffer Checked(string function, string name, string dims, GpuBuffer buffer, ReadOnlySpan<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(buffer, name);
        string[] names = Names(dims, sizes.Length);
        Int128 length = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 0) throw new ArgumentOutOfRangeException(name, sizes[i], $"{function}: the size of {names[i]} is negative");
            length *= sizes[i];
        }
        if (buffer.Length >= length) return buffer;
        string shape = string.Join(", ", sizes.ToArray().Select((size, i) => $"{names[i]}={size}"));
        throw new ShapeMismatchException($"{function}: '{name}' [{shape}] has {length} elements but its buffer has {buffer.Length}", name);
    }
}

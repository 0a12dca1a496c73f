using System.Runtime.CompilerServices;

namespace TensorDsl;

/// <summary>The sizes of a tensor's axes, none to four, whatever its dims and elements are. The default value is that of no tensor at all.</summary>
public readonly struct TensorSizes
{
    private readonly int _size0, _size1, _size2, _size3;

    // One more than the rank, so that the default value is told apart from a scalar.
    private readonly int _axes;

    /// <summary>The sizes in memory order.</summary>
    /// <exception cref="ArgumentException">There are more than four.</exception>
    public TensorSizes(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > 4) throw new ArgumentException($"{sizes.Length} axes; at most 4 are supported", nameof(sizes));
        _axes = sizes.Length + 1;
        if (sizes.Length > 0) _size0 = sizes[0];
        if (sizes.Length > 1) _size1 = sizes[1];
        if (sizes.Length > 2) _size2 = sizes[2];
        if (sizes.Length > 3) _size3 = sizes[3];
    }

    /// <summary>There is no tensor: a gradient that was not asked for.</summary>
    public bool IsAbsent => _axes == 0;

    /// <summary>The number of axes.</summary>
    public int Rank => _axes == 0 ? 0 : _axes - 1;

    /// <summary>The size of an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)axis >= (uint)Rank) ThrowAxis(axis);
            return axis switch { 0 => _size0, 1 => _size1, 2 => _size2, _ => _size3 };
        }
    }

    /// <summary>The sizes, such as "[5, 768]".</summary>
    public override string ToString() => $"[{string.Join(", ", ToArray())}]";

    internal nint[] ToArray()
    {
        var sizes = new nint[Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = this[i];
        return sizes;
    }

    private void ThrowAxis(int axis) => throw new ArgumentOutOfRangeException(nameof(axis), $"{this} has no axis {axis}: its rank is {Rank}");
}

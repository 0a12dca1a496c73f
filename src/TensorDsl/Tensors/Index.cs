using System.Runtime.InteropServices;

namespace TensorDsl;

/// <summary>A position along the dim C: a class, a row of a table. An int in memory; the type says what it indexes.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Index<C>(int Value)
{
    /// <summary>The position, as an index of C.</summary>
    public static implicit operator Index<C>(int value) => new(value);

    /// <summary>The position as a plain number.</summary>
    public static explicit operator int(Index<C> index) => index.Value;

    /// <summary>The position and what it indexes, such as "3 of Classes".</summary>
    public override string ToString() => $"{Value} of {DimSize<C>.Name}";
}

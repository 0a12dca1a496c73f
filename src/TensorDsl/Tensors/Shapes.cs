using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TensorDsl;

/// <summary>
/// The checks that generated methods make of their arguments at run time. Public for them; the messages name the function, the parameter
/// and both sides. Dims are given as "N, D", in memory order.
/// </summary>
public static partial class Shapes
{
    /// <summary>The size of a dim that two tensors share.</summary>
    /// <exception cref="ShapeMismatchException">They differ in it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Match(
        string function,
        string dim,
        TensorBase x,
        string xName,
        string xDims,
        int xAxis,
        TensorBase y,
        string yName,
        string yDims,
        int yAxis)
    {
        int size = x.Size(xAxis);
        if (size != y.Size(yAxis)) ThrowMismatch(function, dim, Sizes(x), xName, xDims, xAxis, Sizes(y), yName, yDims, yAxis);
        return size;
    }

    /// <summary>The size of a dim that two tensor spans share.</summary>
    /// <exception cref="ShapeMismatchException">They differ in it.</exception>
    public static int Match(
        string function,
        string dim,
        ReadOnlySpan<nint> xLengths,
        string xName,
        string xDims,
        int xAxis,
        ReadOnlySpan<nint> yLengths,
        string yName,
        string yDims,
        int yAxis)
    {
        nint size = xLengths[xAxis];
        if (size != yLengths[yAxis]) ThrowMismatch(function, dim, xLengths, xName, xDims, xAxis, yLengths, yName, yDims, yAxis);
        if (size > int.MaxValue)
            throw new ArgumentException($"{function}: dimension {dim} of '{xName}' is {size}; at most {int.MaxValue} is supported", xName);
        return (int)size;
    }

    /// <summary>Checks that a tensor span has as many axes as its declared dims.</summary>
    /// <exception cref="ShapeMismatchException">It has more or fewer.</exception>
    public static void Rank(string function, string name, string dims, int expected, ReadOnlySpan<nint> lengths)
    {
        if (lengths.Length != expected)
            throw new ShapeMismatchException(
                $"{function}: '{name}' [{Join(lengths)}] has rank {lengths.Length} but [{dims}] has rank {expected}", name);
    }

    /// <summary>Checks an axis of a tensor span against the size that its dim declares with [Dim], as tensors do when they are made.</summary>
    /// <exception cref="ShapeMismatchException">It is another.</exception>
    public static void Declared<A>(string function, string name, string dims, int axis, ReadOnlySpan<nint> lengths)
    {
        if (DimSize<A>.Fixed is not { } size || size == lengths[axis]) return;
        throw new ShapeMismatchException(
            $"{function}: '{name}' [{Named(dims, lengths)}]: dimension {DimSize<A>.Name} is declared [Dim({size})] but is " +
            $"{lengths[axis]} here",
            name);
    }

    /// <summary>Checks that a tensor span is row-major without gaps, as kernels read it.</summary>
    /// <exception cref="ArgumentException">It is a transposed, sliced or broadcast view.</exception>
    public static void Dense(string function, string name, string dims, ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        Span<nint> dense = stackalloc nint[lengths.Length];
        bool same = true;
        nint step = 1;
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            dense[i] = step;
            // The stride of an axis of one position is never used, and the base class library writes 0 there.
            same &= lengths[i] <= 1 || strides[i] == step;
            step *= lengths[i];
        }
        if (same || step == 0) return;
        throw new ArgumentException(
            $"{function}: '{name}' [{Named(dims, lengths)}] is not dense: its strides are [{Join(strides)}] but row-major ones are " +
            $"[{Join(dense)}]; copy it into dense memory first",
            name);
    }

    /// <summary>Checks the equal extents that Relabel asserts.</summary>
    /// <exception cref="ShapeMismatchException">They differ.</exception>
    public static void SameExtent(string function, string from, int fromSize, string to, int toSize)
    {
        if (fromSize != toSize)
            throw new ShapeMismatchException(
                $"{function}: Relabel<{from}, {to}> needs equal extents, but {from} is {fromSize} and {to} is {toSize}");
    }

    /// <summary>Checks that a destination has the sizes of the result that is written to it.</summary>
    /// <exception cref="ShapeMismatchException">It has others.</exception>
    public static void Destination(string function, TensorBase destination, string name, string dims, params ReadOnlySpan<int> expected)
    {
        for (int i = 0; i < expected.Length; i++)
            if (destination.Size(i) != expected[i]) ThrowDestination(function, Sizes(destination), name, dims, expected);
    }

    /// <inheritdoc cref="Destination(string, TensorBase, string, string, ReadOnlySpan{int})"/>
    public static void Destination(
        string function, ReadOnlySpan<nint> lengths, string name, string dims, params ReadOnlySpan<int> expected)
    {
        Rank(function, name, dims, expected.Length, lengths);
        for (int i = 0; i < expected.Length; i++)
            if (lengths[i] != expected[i]) ThrowDestination(function, lengths, name, dims, expected);
    }

    /// <summary>Checks that a destination shares no memory with an input, which would change under the kernel that reads it.</summary>
    /// <param name="function">The function to name.</param>
    /// <param name="destination">The destination's name.</param>
    /// <param name="d">Its memory.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="i">Its memory.</param>
    /// <param name="allowSame">The kernel reads each element before it writes it there, so exactly the same memory is fine.</param>
    /// <exception cref="ArgumentException">They overlap.</exception>
    public static void NoOverlap(
        string function, string destination, ReadOnlySpan<byte> d, string input, ReadOnlySpan<byte> i, bool allowSame = false)
    {
        if (!d.Overlaps(i, out int offset) || (allowSame && offset == 0 && d.Length == i.Length)) return;
        string remedy = allowSame
            ? " in part; it must be exactly the same memory or separate"
            : ", which is read while it is written; give it memory of its own";
        throw new ArgumentException($"{function}: '{destination}' overlaps the memory of '{input}'{remedy}", destination);
    }

    [DoesNotReturn]
    private static void ThrowMismatch(
        string function,
        string dim,
        ReadOnlySpan<nint> xLengths,
        string xName,
        string xDims,
        int xAxis,
        ReadOnlySpan<nint> yLengths,
        string yName,
        string yDims,
        int yAxis)
        => throw new ShapeMismatchException(
            $"{function}: dimension {dim} is {xLengths[xAxis]} in '{xName}' [{Named(xDims, xLengths)}] " +
            $"but {yLengths[yAxis]} in '{yName}' [{Named(yDims, yLengths)}]",
            yName);

    [DoesNotReturn]
    private static void ThrowDestination(string function, ReadOnlySpan<nint> found, string name, string dims, ReadOnlySpan<int> expected)
    {
        Span<nint> wanted = stackalloc nint[expected.Length];
        for (int i = 0; i < wanted.Length; i++) wanted[i] = expected[i];
        throw new ShapeMismatchException($"{function}: '{name}' is [{Named(dims, found)}] but the result is [{Named(dims, wanted)}]", name);
    }

    private static nint[] Sizes(TensorBase x)
    {
        var sizes = new nint[x.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = x.Size(i);
        return sizes;
    }

    private static string Named(string dims, ReadOnlySpan<nint> lengths)
    {
        string[] names = dims.Length == 0 ? [] : dims.Split(", ");
        for (int i = 0; i < names.Length; i++) names[i] = $"{names[i]}={lengths[i]}";
        return string.Join(", ", names);
    }

    private static string Join(ReadOnlySpan<nint> values)
    {
        var texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++) texts[i] = values[i].ToString();
        return string.Join(", ", texts);
    }
}

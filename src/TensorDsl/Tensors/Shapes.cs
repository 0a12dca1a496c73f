using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TensorDsl;

/// <summary>
/// The checks that generated methods make of their arguments at run time. Public for them; the messages name the function, the parameter
/// and both sides. Dims are given as "N, D", in memory order.
/// </summary>
public static partial class Shapes
{
    /// <summary>The size of a dim that two arguments share.</summary>
    /// <exception cref="ShapeMismatchException">They differ in it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Match(
        string function,
        string dim,
        in TensorSizes x,
        string xName,
        string xDims,
        int xAxis,
        in TensorSizes y,
        string yName,
        string yDims,
        int yAxis)
    {
        int size = x[xAxis];
        if (size != y[yAxis]) ThrowMismatch(function, dim, x.ToArray(), xName, xDims, xAxis, y.ToArray(), yName, yDims, yAxis);
        return size;
    }

    /// <summary>Checks that a tensor span has as many axes as its declared dims.</summary>
    /// <exception cref="ShapeMismatchException">It has more or fewer.</exception>
    public static void Rank(string function, string name, string dims, int expected, ReadOnlySpan<nint> lengths)
    {
        if (lengths.Length != expected)
            throw new ShapeMismatchException(
                $"{function}: '{name}' [{Join(lengths)}] has rank {lengths.Length} but {(expected == 0 ? "a scalar" : $"[{dims}]")} has rank {expected}", name);
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

    /// <summary>Checks that a destination, if there is one, has the sizes of the result that is written to it.</summary>
    /// <exception cref="ShapeMismatchException">It has others.</exception>
    public static void Destination(string function, in TensorSizes destination, string name, string dims, params ReadOnlySpan<int> expected)
    {
        if (destination.IsAbsent) return;
        for (int i = 0; i < expected.Length; i++)
            if (destination[i] != expected[i]) ThrowDestination(function, destination.ToArray(), name, dims, expected);
    }

    /// <summary>Says that no form of a function takes tensor spans of the ranks that it was given.</summary>
    /// <param name="function">The function to name.</param>
    /// <param name="found">The arguments' names and ranks, "logits: 4, target: 1".</param>
    /// <param name="forms">The shapes that there are.</param>
    public static ArgumentException NoForm(string function, string found, params string[] forms)
        => new($"{function}: no form takes ranks {found}; there are {string.Join(" and ", forms)}");

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

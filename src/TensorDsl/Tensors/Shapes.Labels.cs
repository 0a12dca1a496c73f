using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace TensorDsl;

public static partial class Shapes
{
    /// <summary>Checks that all labels are positions along their dim.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not; the first such is named.</exception>
    public static void Labels(string function, string name, ReadOnlySpan<int> labels, int classes, string classDim)
    {
        // To ignore a label that is inside anyway is to ignore none; without classes no label is inside.
        int at = classes > 0 ? FirstOutside(labels, classes, ignoreIndex: 0) : labels.IsEmpty ? -1 : 0;
        if (at >= 0) ThrowLabel(function, name, labels[at], at, classes, classDim, "");
    }

    /// <summary>Checks that all labels are positions along their dim, or the ignored one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is neither; the first such is named.</exception>
    public static void Labels(string function, string name, ReadOnlySpan<int> labels, int classes, string classDim, int ignoreIndex)
    {
        int at = FirstOutside(labels, classes, ignoreIndex);
        if (at >= 0) ThrowLabel(function, name, labels[at], at, classes, classDim, $" and is not the ignored label {ignoreIndex}");
    }

    /// <summary>The position of the first label that is outside [0, classes) and not ignored, or -1.</summary>
    private static int FirstOutside(ReadOnlySpan<int> labels, int classes, int ignoreIndex)
    {
        // As unsigned numbers the negative ones are above every class: one comparison finds both.
        var limit = new Vector<uint>((uint)classes);
        var ignored = new Vector<uint>((uint)ignoreIndex);
        int i = 0;
        for (; i <= labels.Length - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            var label = Vector.AsVectorUInt32(new Vector<int>(labels[i..]));
            var outside = Vector.AndNot(Vector.GreaterThanOrEqual(label, limit), Vector.Equals(label, ignored));
            if (outside != Vector<uint>.Zero) break;
        }
        for (; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classes && labels[i] != ignoreIndex) return i;
        return -1;
    }

    [DoesNotReturn]
    private static void ThrowLabel(string function, string name, int label, int position, int classes, string classDim, string ignored)
        => throw new ArgumentOutOfRangeException(
            name,
            $"{function}: label {label} at position {position} of '{name}' is outside [0, {classes}) (dimension {classDim}){ignored}");
}

using System.Runtime.InteropServices;

namespace TensorDsl.Benchmarks.Contests;

/// <summary>How the elements of an input are drawn.</summary>
public enum InputKind
{
    /// <summary>Normal numbers.</summary>
    Normal,

    /// <summary>Uniform numbers from 0 to 1.</summary>
    Uniform,

    /// <summary>The numbers 0 to 3, so that elements are often equal.</summary>
    Digits,

    /// <summary>Positions below <see cref="Input.Classes"/>, as int.</summary>
    Labels,
}

/// <summary>An input of a contest: known before it is made, so that another process can make one of the same size.</summary>
public sealed record Input(string Name, InputKind Kind, int[] Shape, ulong Seed, int Classes = 0)
{
    /// <summary>Its elements.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Whether its elements are int.</summary>
    public bool IsInteger => Kind == InputKind.Labels;

    /// <summary>Makes the numbers; all are of 4 bytes.</summary>
    public Array Draw()
    {
        switch (Kind)
        {
            case InputKind.Normal:
                return Array(Tensors.Normal<float, Other>(Count, Seed));
            case InputKind.Uniform:
                return Array(Tensors.Uniform<float, Other>(Count, Seed));
            default:
                var random = new Random((int)Seed);
                int below = Kind == InputKind.Digits ? 4 : Classes;
                int[] positions = new int[Count];
                for (int i = 0; i < positions.Length; i++) positions[i] = random.Next(below);
                return IsInteger ? positions : System.Array.ConvertAll(positions, p => (float)p);
        }
    }

    private static float[] Array(Tensor<float, Other> tensor)
        => MemoryMarshal.TryGetArray(tensor.Memory, out ArraySegment<float> segment) && segment.Array!.Length == segment.Count
            ? segment.Array : tensor.Span.ToArray();
}

using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Emit;

/// <summary>Where a leaf value lies: a pointer of the frame and the stride of each axis. A gathered leaf is indexed along one more axis.</summary>
internal sealed record Location(string Field, ValueType Type, IReadOnlyList<(Axis Axis, string Stride)> Axes, Gather? Gather, string GatherStride)
{
    public string PointerType => Type switch
    {
        ValueType.Mask => "byte*",
        ValueType.Index => "int*",
        _ => "T*",
    };

    /// <summary>The member of ISimd that reads or writes such elements: "", "Mask" or "Index".</summary>
    public string Suffix => Type == ValueType.Real ? "" : Type.ToString();
}

/// <summary>Finds the memory behind leaf values.</summary>
internal sealed class Addressing(Plan plan, KernelNames names)
{
    private IrBuilder Code => plan.Code;

    public Location Locate(int x)
    {
        var place = MemoryPlace.Of(plan, x);
        string field = place.Buffer is null ? names.Parameter(place.Parameter) : names.Buffer(place.Buffer);
        var axes = new List<(Axis, string)>();
        for (int i = 0; i < place.Layout.Count; i++)
            if (i != place.GatheredAt) axes.Add((place.Seen[i], names.Extents(place.StrideOf(i))));
        string gatherStride = place.GatheredAt < 0 ? "0" : names.Extents(place.StrideOf(place.GatheredAt));
        return new(field, Code[x].Type, axes, place.Gather, gatherStride);
    }

    public Location Locate(Stored buffer)
        => new(names.Buffer(buffer), Code[buffer.Value].Type, buffer.Layout.Select((a, i) => (a, names.Extents(buffer.Layout.Skip(i + 1)))).ToList(), null, "0");

    /// <summary>Σ loop · stride over the axes given.</summary>
    public string Offset(IEnumerable<(Axis Axis, string Stride)> axes)
        => string.Join(" + ", axes.Select(a => Times(names.Loop(a.Axis), a.Stride)));

    public static string Times(string a, string b) => b == "1" ? a : $"{a} * {Parenthesized(b)}";

    public static string Parenthesized(string product) => product.Contains(' ') ? $"({product})" : product;
}

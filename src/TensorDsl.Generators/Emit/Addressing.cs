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
        var renames = new List<Rename>();
        Gather? gather = null;
        int id = x;
        while (true)
        {
            if (Code[id] is Rename r)
            {
                renames.Add(r);
                id = r.Arg;
            }
            else if (Code[id] is Gather g && gather is null)
            {
                gather = g;
                id = g.Arg;
            }
            else break;
        }

        var (field, layout) = Code[id] switch
        {
            Input i => (names.Parameter(i.Parameter), (IReadOnlyList<Axis>)plan.Function.Parameters[i.Parameter].Axes.ToList()),
            _ => plan.Find(id) is { } stored ? (names.Buffer(stored), stored.Layout) : throw new InvalidOperationException($"Emit: %{id} is not in memory"),
        };
        // Renames outside the gather see its result, those inside its operand: both apply to the operand's axes, innermost first.
        int split = gather is null ? 0 : renames.FindIndex(r => r.Arg == Code.Add(gather)) + 1;
        string gatherStride = "0";
        var axes = new List<(Axis, string)>();
        for (int i = 0; i < layout.Count; i++)
        {
            var axis = layout[i];
            for (int k = renames.Count - 1; k >= split; k--) if (renames[k].From == axis) axis = renames[k].To;
            string stride = names.Extents(layout.Skip(i + 1));
            if (gather is not null && axis == gather.On)
            {
                gatherStride = stride;
                continue;
            }
            for (int k = split - 1; k >= 0; k--) if (renames[k].From == axis) axis = renames[k].To;
            axes.Add((axis, stride));
        }
        return new(field, Code[x].Type, axes, gather, gatherStride);
    }

    public Location Locate(Stored buffer)
        => new(names.Buffer(buffer), Code[buffer.Value].Type, buffer.Layout.Select((a, i) => (a, names.Extents(buffer.Layout.Skip(i + 1)))).ToList(), null, "0");

    /// <summary>Σ loop · stride over the axes given.</summary>
    public string Offset(IEnumerable<(Axis Axis, string Stride)> axes)
        => string.Join(" + ", axes.Select(a => Times(names.Loop(a.Axis), a.Stride)));

    public static string Times(string a, string b)
        => b == "1" ? a : b.Contains(' ') ? $"{a} * ({b})" : $"{a} * {b}";
}

using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>
/// Where a leaf value lies: a parameter's memory or a stored value's, its axes there in memory order, and what the kernel that reads it calls
/// them. A gathered leaf is indexed along one more axis.
/// </summary>
/// <param name="Parameter">The parameter, or -1.</param>
/// <param name="Buffer">The stored value, or null.</param>
/// <param name="Layout">The axes as they lie in memory: extents and strides come from these.</param>
/// <param name="Seen">The same axes under the names that the reader walks them by; the gathered one is not walked.</param>
/// <param name="GatheredAt">The place of the gathered axis in the layout, or -1.</param>
internal sealed record MemoryPlace(int Parameter, Stored? Buffer, IReadOnlyList<Axis> Layout, IReadOnlyList<Axis> Seen, Gather? Gather, int GatheredAt)
{
    /// <summary>The axes behind one of the layout, whose extents multiply to its stride.</summary>
    public IEnumerable<Axis> StrideOf(int at) => Layout.Skip(at + 1);

    /// <summary>A value that a kernel writes, under its own axes.</summary>
    public static MemoryPlace Of(Stored buffer) => new(-1, buffer, buffer.Layout, buffer.Layout, null, -1);

    /// <summary>Finds the memory behind a leaf: the renames and the gather around it say how it is indexed.</summary>
    public static MemoryPlace Of(Plan plan, int x)
    {
        var code = plan.Code;
        var renames = new List<Rename>();
        Gather? gather = null;
        int id = x, split = 0;
        while (true)
        {
            if (code[id] is Rename r)
            {
                renames.Add(r);
                id = r.Arg;
            }
            else if (code[id] is Gather g && gather is null)
            {
                gather = g;
                // Renames outside the gather see its result, those inside its operand.
                split = renames.Count;
                id = g.Arg;
            }
            else break;
        }

        var stored = code[id] is Input ? null : plan.Find(id) ?? throw new InvalidOperationException($"Schedule: %{id} is not in memory");
        var layout = stored?.Layout ?? plan.Function.Parameters[((Input)code[id]).Parameter].Axes.ToList();
        var seen = new List<Axis>();
        int gathered = -1;
        for (int i = 0; i < layout.Count; i++)
        {
            var axis = layout[i];
            for (int k = renames.Count - 1; k >= split; k--) if (renames[k].From == axis) axis = renames[k].To;
            if (gather is not null && axis == gather.On) gathered = i;
            else for (int k = split - 1; k >= 0; k--) if (renames[k].From == axis) axis = renames[k].To;
            seen.Add(axis);
        }
        return new(code[id] is Input input ? input.Parameter : -1, stored, layout, seen, gather, gathered);
    }
}

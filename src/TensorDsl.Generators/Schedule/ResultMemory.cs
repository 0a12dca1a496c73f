using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>
/// Finds scratch that can lie in the memory of a result: a sum of tiles that one pass turns, element by element, into a gradient of the
/// same shape. That saves the memory, and the cache that two arrays would take.
/// </summary>
internal static class ResultMemory
{
    /// <returns>For scratch the result whose memory it may use, where that result was asked for.</returns>
    public static IReadOnlyDictionary<Stored, Stored> Find(Plan plan)
    {
        var shared = new Dictionary<Stored, Stored>();
        foreach (var scratch in plan.Buffers.Where(b => b.Result < 0 && b.Layout.Count > 1 && plan.Code[b.Value].Type == Ir.ValueType.Real))
        {
            var readers = plan.Buffers.Where(b => b.Needs.Contains(scratch.Value)).ToList();
            var pass = plan.Passes.OfType<RowPass>().FirstOrDefault(p => readers.Count > 0 && readers.All(p.Stores.Contains));
            var result = pass is null ? null : readers.FirstOrDefault(r => scratch.Serves.SetEquals([r.Result]) && !shared.ContainsValue(r) && IsMadeOf(plan, pass, r, scratch));
            if (result is not null) shared[scratch] = result;
        }

        return shared;
    }

    /// <summary>The result is written where the scratch was read, and nothing reads an element of the scratch after that.</summary>
    private static bool IsMadeOf(Plan plan, RowPass pass, Stored result, Stored scratch)
    {
        if (result.Result < 0 || plan.Code[result.Value].Type != Ir.ValueType.Real || plan.IsRead(result)) return false;
        bool written = false;
        foreach (var phase in pass.Body.Phases)
        {
            if (phase.RowValues.Any(v => Reads(plan, v, scratch))) return false;
            foreach (var nest in phase.Nests)
            {
                if (nest.Values.Any(v => plan.Code[v] is Gather g && plan.Code.StripRenames(g.Arg) == scratch.Value)) return false;
                if (nest.Values.Any(v => plan.Code.StripRenames(v) == scratch.Value && !Layout(plan, v, scratch).SequenceEqual(result.Layout))) return false;
                foreach (var target in nest.Targets)
                {
                    bool reads = Reaches(plan, plan.Root(target), scratch, []);
                    if (written && reads) return false;
                    written |= target is StoreTarget store && store.Buffer == result;
                }
            }
        }

        return written;
    }

    /// <summary>The value is computed from elements of the scratch within a sweep: reductions of the row are finished before it.</summary>
    private static bool Reaches(Plan plan, int x, Stored scratch, HashSet<int> seen)
    {
        if (!seen.Add(x)) return false;
        if (Reads(plan, x, scratch)) return true;
        return plan.Code[x] is Map && plan.Code[x].Operands.Any(o => Reaches(plan, o, scratch, seen));
    }

    private static bool Reads(Plan plan, int x, Stored scratch)
        => plan.Code.StripRenames(x) == scratch.Value || plan.Code[x] is Gather g && plan.Code.StripRenames(g.Arg) == scratch.Value;

    private static IReadOnlyList<Axis> Layout(Plan plan, int x, Stored scratch)
        => plan.Code[x] is Rename r ? [.. Layout(plan, r.Arg, scratch).Select(a => a == r.From ? r.To : a)] : scratch.Layout;
}

using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>
/// Products that become one multiply-add with the sum that alone uses them. Decided once for all passes: a value that two passes compute must
/// be rounded alike in both, or a gradient that asks which element was the maximum finds none.
/// </summary>
internal static class FusedProducts
{
    public static HashSet<int> Find(IrBuilder b, IEnumerable<int> roots, Func<int, bool> isNamedOrStored)
    {
        var uses = b.CountUses(roots);
        var fused = new HashSet<int>();
        foreach (int x in uses.Keys)
        {
            // One product of a sum of two: the last, as it is written.
            if (b[x] is Map { Op: "Add" } add)
            {
                if (IsFusable(add.Args[1], add.Axes)) fused.Add(add.Args[1]);
                else if (IsFusable(add.Args[0], add.Axes)) fused.Add(add.Args[0]);
            }
            else if (b[x] is Reduce { Op: "Sum" } sum && IsFusable(sum.Arg, b.AxesOf(sum.Arg)))
            {
                fused.Add(sum.Arg);
            }
        }
        return fused;

        // A product over fewer axes than the sum is computed once for many sums.
        bool IsFusable(int x, IReadOnlyCollection<Axis> axes)
            => b[x] is Map { Op: "Multiply" } && uses[x] == 1 && b.AxesOf(x).SameSet(axes) && !isNamedOrStored(x);
    }
}

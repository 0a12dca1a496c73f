using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>Axes are sets everywhere but in memory layouts; these read like the set notation they stand for.</summary>
internal static class AxisSets
{
    public static bool SubsetOf(this IReadOnlyList<Axis> axes, IReadOnlyCollection<Axis> of)
    {
        for (int i = 0; i < axes.Count; i++)
            if (!of.Contains(axes[i])) return false;
        return true;
    }

    public static bool SubsetOf(this IEnumerable<Axis> axes, IReadOnlyCollection<Axis> of) => axes.All(of.Contains);

    public static bool SameSet(this IReadOnlyCollection<Axis> axes, IReadOnlyCollection<Axis> other) => axes.Count == other.Count && axes.All(other.Contains);

    public static bool Overlaps(this IEnumerable<Axis> axes, IEnumerable<Axis> other) => axes.Any(other.Contains);
}

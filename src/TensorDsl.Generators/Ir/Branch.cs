using System.Globalization;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Ir;

/// <summary>
/// A choice by a bool or enum value. Such a value is a parameter, a constant, or itself a choice between such: <c>!flag</c> is
/// Choose(flag; 1 → 0; else 1). A choice by a choice is that choice with its arms decided first, so only parameters are left to decide.
/// </summary>
internal static class Branch
{
    /// <summary>Whether a branch can be decided by this value before anything runs.</summary>
    public static bool IsSelector(IrBuilder b, int id) => b[id] switch
    {
        Input or Constant => true,
        Choose choose => choose.Arms.All(a => IsSelector(b, a)),
        _ => false,
    };

    /// <param name="values">One value per arm but the last, which is the default.</param>
    public static int Choose(IrBuilder b, int selector, EquatableArray<long> values, IReadOnlyList<int> arms)
    {
        switch (b[selector])
        {
            case Constant constant:
                long value = long.Parse(constant.Text, CultureInfo.InvariantCulture);
                for (int i = 0; i < values.Count; i++)
                    if (values[i] == value) return arms[i];
                return arms[arms.Count - 1];
            case Input input:
                return b.Choose(input.Parameter, values, arms);
            case Choose choose:
                return b.Choose(choose.Parameter, choose.Values, choose.Arms.Select(a => Choose(b, a, values, arms)).ToArray());
            default:
                throw new InvalidOperationException($"Branch: {b[selector].GetType().Name} can't decide a branch");
        }
    }
}

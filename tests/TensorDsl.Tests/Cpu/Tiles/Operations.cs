using System.Runtime.CompilerServices;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Tiles;

/// <summary>Σ |a − b| from a start that is not 0, scaled by a field, so that both are seen to reach the kernel.</summary>
internal readonly struct ScaledDistance<T, V, O>(V scale) : IInner<V>
    where T : unmanaged
    where V : unmanaged
    where O : struct, ISimd<T, V>
{
    public V Start => O.Constant(0.5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step(V accumulator, V a, V b) => O.MultiplyAdd(scale, O.Abs(O.Subtract(a, b)), accumulator);

    public static double Reference(double accumulator, double a, double b) => accumulator + 0.75 * Math.Abs(a - b);
}

/// <summary>Adds g · (x − 2y) · x: not symmetric in anything.</summary>
internal readonly struct Skewed<T, V, O>(V two) : IOuter<V>
    where T : unmanaged
    where V : unmanaged
    where O : struct, ISimd<T, V>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step(V accumulator, V g, V x, V y) =>
        O.MultiplyAdd(g, O.Multiply(O.Subtract(x, O.Multiply(two, y)), x), accumulator);

    public static double Reference(double accumulator, double g, double x, double y) => accumulator + g * ((x - 2 * y) * x);
}

/// <summary>Adds g · (x − 2y) · x for the row and subtracts it for the column.</summary>
internal readonly struct SkewedTerm<T, V, O>(V two) : IPairTerm<V>
    where T : unmanaged
    where V : unmanaged
    where O : struct, ISimd<T, V>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Of(V g, V x, V y) => O.Multiply(O.Subtract(x, O.Multiply(two, y)), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V AddToRow(V sum, V g, V term) => O.MultiplyAdd(g, term, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V AddToColumn(V sum, V g, V term) => O.MultiplyAdd(O.Negate(g), term, sum);

    public static double Reference(double g, double x, double y) => g * ((x - 2 * y) * x);
}

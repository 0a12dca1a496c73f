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

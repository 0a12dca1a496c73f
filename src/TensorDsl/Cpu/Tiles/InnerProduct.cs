using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>Σ a·b, the inner operation of a matrix product.</summary>
public readonly struct InnerProduct<T, V, O> : IInner<V>
    where T : unmanaged
    where V : unmanaged
    where O : struct, ISimd<T, V>
{
    /// <inheritdoc/>
    public V Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step(V accumulator, V a, V b) => O.MultiplyAdd(a, b, accumulator);
}

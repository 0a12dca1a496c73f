using TensorDsl.Cpu;
using TensorDsl.Tests.Cpu.Tiles;

namespace TensorDsl.Tests.Cpu.Spectral;

/// <summary>Runs the kernels over arrays that are copied between canaries, at addresses that are aligned to the element only.</summary>
internal static unsafe class Spectra
{
    public static T[] Values<T>(T[] x, int batch, int rows, int columns)
        where T : unmanaged
    {
        using var source = new Guarded<T>(x.Length);
        using var output = new Guarded<T>(batch * columns);
        x.CopyTo(source.Span);
        SingularValues.Run(source.Pointer, batch, rows, columns, output.Pointer);
        return output.Span.ToArray();
    }

    public static T[] Gradient<T>(T[] x, T[] upstream, int batch, int rows, int columns)
        where T : unmanaged
    {
        using var source = new Guarded<T>(x.Length);
        using var cotangent = new Guarded<T>(upstream.Length);
        using var output = new Guarded<T>(x.Length);
        x.CopyTo(source.Span);
        upstream.CopyTo(cotangent.Span);
        SingularValuesGradient.Run(source.Pointer, cotangent.Pointer, batch, rows, columns, output.Pointer);
        return output.Span.ToArray();
    }
}

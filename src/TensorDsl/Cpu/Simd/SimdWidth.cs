using System.Runtime.Intrinsics;

namespace TensorDsl.Cpu;

/// <summary>How wide the vectors of this machine are.</summary>
public static class SimdWidth
{
    /// <summary>
    /// 512, 256 or 128: the widest that the hardware computes at full speed. A constant to the JIT, so that the bodies for other widths are
    /// not even compiled.
    /// </summary>
    public static int Bits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>
    /// The width to run at: <see cref="Bits"/>, unless a test has asked for another one on this thread. Not a constant to the JIT: to be read
    /// once per call of a generated function, not in its loops.
    /// </summary>
    public static int Chosen => asked == 0 ? Bits : asked;

    /// <summary>Runs <paramref name="action"/> at a given width: each computes right on every machine.</summary>
    internal static void RunAt(int bits, Action action)
    {
        var before = asked;
        asked = bits;
        try
        {
            action();
        }
        finally
        {
            asked = before;
        }
    }

    [ThreadStatic]
    private static int asked;
}

using System.Runtime.Intrinsics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Tiles;

/// <summary>A test that runs for one element, vector and instruction set.</summary>
internal interface IWidthTest
{
    void Run<T, V, O>()
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where V : unmanaged
        where O : struct, ISimd<T, V>;
}

/// <summary>All of them; those wider than the machine's vectors run in the JIT's emulation.</summary>
internal static class Widths
{
    public static TheoryData<string> Names =>
        ["FloatScalar", "Float128", "Float256", "Float512", "DoubleScalar", "Double128", "Double256", "Double512"];

    public static void Run(string name, IWidthTest test)
    {
        switch (name)
        {
            case "FloatScalar":
                test.Run<float, float, FloatScalar>();
                break;
            case "Float128":
                test.Run<float, Vector128<float>, Float128>();
                break;
            case "Float256":
                test.Run<float, Vector256<float>, Float256>();
                break;
            case "Float512":
                test.Run<float, Vector512<float>, Float512>();
                break;
            case "DoubleScalar":
                test.Run<double, double, DoubleScalar>();
                break;
            case "Double128":
                test.Run<double, Vector128<double>, Double128>();
                break;
            case "Double256":
                test.Run<double, Vector256<double>, Double256>();
                break;
            case "Double512":
                test.Run<double, Vector512<double>, Double512>();
                break;
            default:
                throw new ArgumentException(name, nameof(name));
        }
    }
}

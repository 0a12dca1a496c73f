using System.Runtime.Intrinsics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Simd;

public sealed class SimdWidthTests
{
    [Fact]
    public void The_width_is_the_widest_that_the_hardware_computes()
    {
        Assert.Equal(Vector512.IsHardwareAccelerated, SimdWidth.Bits == 512);
        Assert.Equal(!Vector512.IsHardwareAccelerated && Vector256.IsHardwareAccelerated, SimdWidth.Bits == 256);
        Assert.Contains(SimdWidth.Bits, new[] { 128, 256, 512 });
    }
}

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

    [Fact]
    public void A_test_can_choose_another_width_for_its_own_thread()
    {
        Assert.Equal(SimdWidth.Bits, SimdWidth.Chosen);
        SimdWidth.RunAt(128, () =>
        {
            Assert.Equal(128, SimdWidth.Chosen);
            SimdWidth.RunAt(512, () => Assert.Equal(512, SimdWidth.Chosen));
            Assert.Equal(128, SimdWidth.Chosen);
            var other = 0;
            var thread = new Thread(() => other = SimdWidth.Chosen);
            thread.Start();
            thread.Join();
            Assert.Equal(SimdWidth.Bits, other);
        });
        Assert.Throws<InvalidOperationException>(() => SimdWidth.RunAt(256, () => throw new InvalidOperationException()));
        Assert.Equal(SimdWidth.Bits, SimdWidth.Chosen);
    }
}

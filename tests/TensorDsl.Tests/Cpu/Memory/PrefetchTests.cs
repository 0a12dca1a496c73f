using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Memory;

public class PrefetchTests
{
    [Theory]
    [InlineData(0, 4, 0)]
    [InlineData(768, 4, 768)]
    [InlineData(32 * 1024, 4, 32 * 1024)]
    [InlineData(32 * 1024 + 1, 4, 0)]
    [InlineData(16 * 1024 + 1, 8, 0)]
    public void The_next_row_is_asked_for_unless_two_rows_are_too_much_for_a_cache(int elements, int bytes, int distance)
        => Assert.Equal(distance, Prefetch.Distance(elements, bytes));

    [Fact]
    public unsafe void An_address_need_not_exist()
    {
        Prefetch.Line(null);
        Prefetch.Line((void*)0x10);
    }
}

using System.Runtime.InteropServices;

namespace TensorDsl.Tests.Cpu.Simd;

/// <summary>Takes the access to pages of memory away, and gives it back.</summary>
internal static unsafe class PageProtection
{
    public static void Set(byte* start, nint length, bool accessible)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.True(VirtualProtect(start, length, accessible ? 4u : 1u, out _));
        }
        else
        {
            Assert.Equal(0, MProtect(start, length, accessible ? 3 : 0));
        }
    }

    [DllImport("libc", EntryPoint = "mprotect")]
    private static extern int MProtect(void* start, nint length, int protection);

    [DllImport("kernel32")]
    private static extern bool VirtualProtect(void* start, nint length, uint protection, out uint before);
}

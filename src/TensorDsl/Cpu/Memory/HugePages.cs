using System.Runtime.InteropServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Pages of 2 MiB for large blocks. A tile walks rows that are kilobytes apart in several operands, more pages of 4 KiB than a processor
/// remembers the addresses of.
/// </summary>
internal static unsafe partial class HugePages
{
    /// <summary>The size of such a page, to which blocks that want them are aligned.</summary>
    public const int Size = 2 << 20;

    private const int MadviseHugePage = 14;

    /// <summary>Whether a block has enough of them to make a difference.</summary>
    public static bool Fit(nint bytes) => OperatingSystem.IsLinux() && bytes >= 2 * Size;

    /// <summary>Asks for them. Where the system has none to give, the block has ordinary pages.</summary>
    public static void Request(void* aligned, nint bytes)
    {
        try
        {
            _ = Advise(aligned, (nuint)bytes, MadviseHugePage);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library of another name: the block is as good as any other.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}

using System.Runtime.InteropServices;

namespace TensorDsl.Tests.Cpu.Simd;

/// <summary>
/// Elements between two pages that may not be touched: an access before the first or behind the last element ends the test run, as it would
/// end a program whose tensor happens to end with a page.
/// </summary>
internal sealed unsafe class GuardedBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly byte* memory;
    private readonly nint page = Environment.SystemPageSize;
    private readonly nint length;

    /// <param name="values">The content.</param>
    /// <param name="atEnd">Whether the last element lies at the end of the page; otherwise the first one lies at its start.</param>
    public GuardedBuffer(ReadOnlySpan<T> values, bool atEnd = true)
    {
        length = values.Length;
        Assert.True(length * sizeof(T) <= page);
        memory = (byte*)NativeMemory.AlignedAlloc((nuint)(3 * page), (nuint)page);
        PageProtection.Set(memory, page, false);
        PageProtection.Set(memory + 2 * page, page, false);
        First = (T*)(memory + (atEnd ? 2 * page - length * sizeof(T) : page));
        values.CopyTo(Values);
    }

    public T* First { get; }

    public Span<T> Values => new(First, (int)length);

    public void Dispose()
    {
        PageProtection.Set(memory, page, true);
        PageProtection.Set(memory + 2 * page, page, true);
        NativeMemory.AlignedFree(memory);
    }
}

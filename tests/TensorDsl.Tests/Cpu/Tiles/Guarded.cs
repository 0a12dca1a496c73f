using System.Runtime.InteropServices;

namespace TensorDsl.Tests.Cpu.Tiles;

/// <summary>
/// A native buffer between canaries, at an address that is aligned to the element only. A write of one element too many is found by
/// <see cref="AssertIntact"/>, an aligned access throws, and a read too far brings −102,000 (float) into results that are compared exactly.
/// </summary>
internal sealed unsafe class Guarded<T> : IDisposable
    where T : unmanaged
{
    private const int Margin = 512;
    private const byte Canary = 0xC7;

    private readonly byte* _block;

    public Guarded(nint length)
    {
        Length = length;
        nint bytes = length * sizeof(T);
        _block = (byte*)NativeMemory.AlignedAlloc((nuint)(bytes + 2 * Margin + sizeof(T)), 64);
        new Span<byte>(_block, (int)(bytes + 2 * Margin + sizeof(T))).Fill(Canary);
        Pointer = (T*)(_block + Margin + sizeof(T));
    }

    public T* Pointer { get; }

    public nint Length { get; }

    public Span<T> Span => new(Pointer, (int)Length);

    /// <summary>Fails if something outside the buffer was written.</summary>
    public void AssertIntact()
    {
        Assert.False(new Span<byte>(_block, (int)((byte*)Pointer - _block)).ContainsAnyExcept(Canary), "written before the buffer");
        Assert.False(new Span<byte>(Pointer + Length, Margin).ContainsAnyExcept(Canary), "written behind the buffer");
    }

    public void Dispose()
    {
        AssertIntact();
        NativeMemory.AlignedFree(_block);
    }
}

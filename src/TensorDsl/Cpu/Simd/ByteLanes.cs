using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Up to eight bytes of a mask in a ulong, the first one lowest. Of `count` bytes the first `rest` are read or written, the others are 0 or
/// left alone; `count` is a constant to the JIT.
/// </summary>
internal static unsafe class ByteLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(byte* p, nint rest, int count)
    {
        if (rest >= count)
        {
            return count switch
            {
                8 => Unsafe.ReadUnaligned<ulong>(p),
                4 => Unsafe.ReadUnaligned<uint>(p),
                _ => Unsafe.ReadUnaligned<ushort>(p),
            };
        }

        // Fewer than eight: two words which overlap where the number of bytes is not a power of two.
        if (rest >= 4)
        {
            return Unsafe.ReadUnaligned<uint>(p) | (ulong)Unsafe.ReadUnaligned<uint>(p + rest - 4) << (int)(8 * (rest - 4));
        }

        if (rest >= 2)
        {
            return Unsafe.ReadUnaligned<ushort>(p) | (ulong)Unsafe.ReadUnaligned<ushort>(p + rest - 2) << (int)(8 * (rest - 2));
        }

        return rest == 1 ? *p : 0ul;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LoadStrided(byte* p, nint stride, nint rest, int count)
    {
        var bytes = 0ul;
        for (var i = 0; i < count; i++)
        {
            if (i < rest)
            {
                bytes |= (ulong)p[i * stride] << (8 * i);
            }
        }

        return bytes;
    }

    /// <summary>Writes byte i as bit i of <paramref name="bits"/>: 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* p, uint bits, nint rest, int count)
    {
        // The product holds seven copies, each shifted by seven more, so that bit i of copy i lies at 8i. An eighth bit would collide.
        var bytes = ((bits & 0x7F) * 0x0002_0408_1020_4081ul & 0x0101_0101_0101_0101ul) | (ulong)(bits & 0x80) << 49;
        if (rest >= count)
        {
            switch (count)
            {
                case 8:
                    Unsafe.WriteUnaligned(p, bytes);
                    break;
                case 4:
                    Unsafe.WriteUnaligned(p, (uint)bytes);
                    break;
                default:
                    Unsafe.WriteUnaligned(p, (ushort)bytes);
                    break;
            }
        }
        else if (rest >= 4)
        {
            Unsafe.WriteUnaligned(p, (uint)bytes);
            Unsafe.WriteUnaligned(p + rest - 4, (uint)(bytes >> (int)(8 * (rest - 4))));
        }
        else if (rest >= 2)
        {
            Unsafe.WriteUnaligned(p, (ushort)bytes);
            Unsafe.WriteUnaligned(p + rest - 2, (ushort)(bytes >> (int)(8 * (rest - 2))));
        }
        else if (rest == 1)
        {
            *p = (byte)bytes;
        }
    }
}

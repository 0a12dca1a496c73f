using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

// Note [Kernels]
// A kernel keeps all accumulators of a small block in registers over the whole depth. It is a leaf: one call in it, even one never taken,
// makes the JIT keep every vector on the stack. Accumulators are locals, because an array's elements live in memory. All strides are
// in bytes, and one pointer serves three rows, whose addresses (p, p + s, p + 2s) the processor forms for free. Every stride is free, so
// the
// same kernel reads rows, columns, packed and unpacked operands.

public static unsafe partial class Tile<T, V, O>
{
    /// <summary>6 rows by two vectors: 12 accumulators, two columns' vectors and a broadcast fill the registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows6<TInner>(
        TInner inner, byte* a, nint rowStride, nint stepStride, byte* b, nint bStride, nint depth,
        byte* tile, nint tileStride, bool first)
        where TInner : struct, IInner<V>
    {
        V c00, c01;
        V c10, c11;
        V c20, c21;
        V c30, c31;
        V c40, c41;
        V c50, c51;
        if (first)
        {
            c00 = inner.Start;
            c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = c00;
        }
        else
        {
            byte* t = tile;
            c00 = *(V*)t;
            c01 = *(V*)(t + sizeof(V));
            t += tileStride;
            c10 = *(V*)t;
            c11 = *(V*)(t + sizeof(V));
            t += tileStride;
            c20 = *(V*)t;
            c21 = *(V*)(t + sizeof(V));
            t += tileStride;
            c30 = *(V*)t;
            c31 = *(V*)(t + sizeof(V));
            t += tileStride;
            c40 = *(V*)t;
            c41 = *(V*)(t + sizeof(V));
            t += tileStride;
            c50 = *(V*)t;
            c51 = *(V*)(t + sizeof(V));
        }

        byte* a3 = a + 3 * rowStride;
        for (; depth > 0; depth--)
        {
            V b0 = *(V*)b;
            V b1 = *(V*)(b + sizeof(V));
            V x = O.Broadcast(*(T*)a);
            c00 = inner.Step(c00, x, b0);
            c01 = inner.Step(c01, x, b1);
            x = O.Broadcast(*(T*)(a + rowStride));
            c10 = inner.Step(c10, x, b0);
            c11 = inner.Step(c11, x, b1);
            x = O.Broadcast(*(T*)(a + 2 * rowStride));
            c20 = inner.Step(c20, x, b0);
            c21 = inner.Step(c21, x, b1);
            x = O.Broadcast(*(T*)a3);
            c30 = inner.Step(c30, x, b0);
            c31 = inner.Step(c31, x, b1);
            x = O.Broadcast(*(T*)(a3 + rowStride));
            c40 = inner.Step(c40, x, b0);
            c41 = inner.Step(c41, x, b1);
            x = O.Broadcast(*(T*)(a3 + 2 * rowStride));
            c50 = inner.Step(c50, x, b0);
            c51 = inner.Step(c51, x, b1);
            a += stepStride;
            a3 += stepStride;
            b += bStride;
        }

        *(V*)tile = c00;
        *(V*)(tile + sizeof(V)) = c01;
        tile += tileStride;
        *(V*)tile = c10;
        *(V*)(tile + sizeof(V)) = c11;
        tile += tileStride;
        *(V*)tile = c20;
        *(V*)(tile + sizeof(V)) = c21;
        tile += tileStride;
        *(V*)tile = c30;
        *(V*)(tile + sizeof(V)) = c31;
        tile += tileStride;
        *(V*)tile = c40;
        *(V*)(tile + sizeof(V)) = c41;
        tile += tileStride;
        *(V*)tile = c50;
        *(V*)(tile + sizeof(V)) = c51;
    }

    /// <summary>12 rows by two vectors: 24 accumulators, two columns' vectors and a broadcast fill the registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows12<TInner>(
        TInner inner, byte* a, nint rowStride, nint stepStride, byte* b, nint bStride, nint depth,
        byte* tile, nint tileStride, bool first)
        where TInner : struct, IInner<V>
    {
        V c000, c001;
        V c010, c011;
        V c020, c021;
        V c030, c031;
        V c040, c041;
        V c050, c051;
        V c060, c061;
        V c070, c071;
        V c080, c081;
        V c090, c091;
        V c100, c101;
        V c110, c111;
        if (first)
        {
            c000 = inner.Start;
            c001 = c010 = c011 = c020 = c021 = c030 = c031 = c040 = c041 = c050 = c051 = c060 = c000;
            c061 = c070 = c071 = c080 = c081 = c090 = c091 = c100 = c101 = c110 = c111 = c000;
        }
        else
        {
            byte* t = tile;
            c000 = *(V*)t;
            c001 = *(V*)(t + sizeof(V));
            t += tileStride;
            c010 = *(V*)t;
            c011 = *(V*)(t + sizeof(V));
            t += tileStride;
            c020 = *(V*)t;
            c021 = *(V*)(t + sizeof(V));
            t += tileStride;
            c030 = *(V*)t;
            c031 = *(V*)(t + sizeof(V));
            t += tileStride;
            c040 = *(V*)t;
            c041 = *(V*)(t + sizeof(V));
            t += tileStride;
            c050 = *(V*)t;
            c051 = *(V*)(t + sizeof(V));
            t += tileStride;
            c060 = *(V*)t;
            c061 = *(V*)(t + sizeof(V));
            t += tileStride;
            c070 = *(V*)t;
            c071 = *(V*)(t + sizeof(V));
            t += tileStride;
            c080 = *(V*)t;
            c081 = *(V*)(t + sizeof(V));
            t += tileStride;
            c090 = *(V*)t;
            c091 = *(V*)(t + sizeof(V));
            t += tileStride;
            c100 = *(V*)t;
            c101 = *(V*)(t + sizeof(V));
            t += tileStride;
            c110 = *(V*)t;
            c111 = *(V*)(t + sizeof(V));
        }

        byte* a3 = a + 3 * rowStride;
        byte* a6 = a3 + 3 * rowStride;
        byte* a9 = a6 + 3 * rowStride;
        for (; depth > 0; depth--)
        {
            V b0 = *(V*)b;
            V b1 = *(V*)(b + sizeof(V));
            V x = O.Broadcast(*(T*)a);
            c000 = inner.Step(c000, x, b0);
            c001 = inner.Step(c001, x, b1);
            x = O.Broadcast(*(T*)(a + rowStride));
            c010 = inner.Step(c010, x, b0);
            c011 = inner.Step(c011, x, b1);
            x = O.Broadcast(*(T*)(a + 2 * rowStride));
            c020 = inner.Step(c020, x, b0);
            c021 = inner.Step(c021, x, b1);
            x = O.Broadcast(*(T*)a3);
            c030 = inner.Step(c030, x, b0);
            c031 = inner.Step(c031, x, b1);
            x = O.Broadcast(*(T*)(a3 + rowStride));
            c040 = inner.Step(c040, x, b0);
            c041 = inner.Step(c041, x, b1);
            x = O.Broadcast(*(T*)(a3 + 2 * rowStride));
            c050 = inner.Step(c050, x, b0);
            c051 = inner.Step(c051, x, b1);
            x = O.Broadcast(*(T*)a6);
            c060 = inner.Step(c060, x, b0);
            c061 = inner.Step(c061, x, b1);
            x = O.Broadcast(*(T*)(a6 + rowStride));
            c070 = inner.Step(c070, x, b0);
            c071 = inner.Step(c071, x, b1);
            x = O.Broadcast(*(T*)(a6 + 2 * rowStride));
            c080 = inner.Step(c080, x, b0);
            c081 = inner.Step(c081, x, b1);
            x = O.Broadcast(*(T*)a9);
            c090 = inner.Step(c090, x, b0);
            c091 = inner.Step(c091, x, b1);
            x = O.Broadcast(*(T*)(a9 + rowStride));
            c100 = inner.Step(c100, x, b0);
            c101 = inner.Step(c101, x, b1);
            x = O.Broadcast(*(T*)(a9 + 2 * rowStride));
            c110 = inner.Step(c110, x, b0);
            c111 = inner.Step(c111, x, b1);
            a += stepStride;
            a3 += stepStride;
            a6 += stepStride;
            a9 += stepStride;
            b += bStride;
        }

        *(V*)tile = c000;
        *(V*)(tile + sizeof(V)) = c001;
        tile += tileStride;
        *(V*)tile = c010;
        *(V*)(tile + sizeof(V)) = c011;
        tile += tileStride;
        *(V*)tile = c020;
        *(V*)(tile + sizeof(V)) = c021;
        tile += tileStride;
        *(V*)tile = c030;
        *(V*)(tile + sizeof(V)) = c031;
        tile += tileStride;
        *(V*)tile = c040;
        *(V*)(tile + sizeof(V)) = c041;
        tile += tileStride;
        *(V*)tile = c050;
        *(V*)(tile + sizeof(V)) = c051;
        tile += tileStride;
        *(V*)tile = c060;
        *(V*)(tile + sizeof(V)) = c061;
        tile += tileStride;
        *(V*)tile = c070;
        *(V*)(tile + sizeof(V)) = c071;
        tile += tileStride;
        *(V*)tile = c080;
        *(V*)(tile + sizeof(V)) = c081;
        tile += tileStride;
        *(V*)tile = c090;
        *(V*)(tile + sizeof(V)) = c091;
        tile += tileStride;
        *(V*)tile = c100;
        *(V*)(tile + sizeof(V)) = c101;
        tile += tileStride;
        *(V*)tile = c110;
        *(V*)(tile + sizeof(V)) = c111;
    }

    /// <summary>
    /// 3 rows by two vectors: 6 accumulators and the 6 vectors of x leave registers for y, g and what the step itself needs.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Pairs3<TOuter>(
        TOuter outer, byte* g, nint rowStride, nint stepStride, byte* x, nint xStride, byte* y, nint yStride, nint depth,
        byte* output, nint outputStride)
        where TOuter : struct, IOuter<V>
    {
        V x00 = *(V*)x;
        V x01 = *(V*)(x + sizeof(V));
        V x10 = *(V*)(x + xStride);
        V x11 = *(V*)(x + xStride + sizeof(V));
        V x20 = *(V*)(x + 2 * xStride);
        V x21 = *(V*)(x + 2 * xStride + sizeof(V));
        V c00 = *(V*)output;
        V c01 = *(V*)(output + sizeof(V));
        V c10 = *(V*)(output + outputStride);
        V c11 = *(V*)(output + outputStride + sizeof(V));
        V c20 = *(V*)(output + 2 * outputStride);
        V c21 = *(V*)(output + 2 * outputStride + sizeof(V));
        for (; depth > 0; depth--)
        {
            V y0 = *(V*)y;
            V y1 = *(V*)(y + sizeof(V));
            V u = O.Broadcast(*(T*)g);
            c00 = outer.Step(c00, u, x00, y0);
            c01 = outer.Step(c01, u, x01, y1);
            u = O.Broadcast(*(T*)(g + rowStride));
            c10 = outer.Step(c10, u, x10, y0);
            c11 = outer.Step(c11, u, x11, y1);
            u = O.Broadcast(*(T*)(g + 2 * rowStride));
            c20 = outer.Step(c20, u, x20, y0);
            c21 = outer.Step(c21, u, x21, y1);
            g += stepStride;
            y += yStride;
        }

        *(V*)output = c00;
        *(V*)(output + sizeof(V)) = c01;
        *(V*)(output + outputStride) = c10;
        *(V*)(output + outputStride + sizeof(V)) = c11;
        *(V*)(output + 2 * outputStride) = c20;
        *(V*)(output + 2 * outputStride + sizeof(V)) = c21;
    }

    /// <summary>3 rows by two vectors of terms that count for the rows and for the columns, whose sums lie beside the strip of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Terms3<TTerm>(
        TTerm term, byte* g, nint gStride, byte* x, byte* rowSums, nint stride, byte* y, byte* columnSums, nint depth)
        where TTerm : struct, IPairTerm<V>
    {
        V x00 = *(V*)x;
        V x01 = *(V*)(x + sizeof(V));
        V x10 = *(V*)(x + stride);
        V x11 = *(V*)(x + stride + sizeof(V));
        V x20 = *(V*)(x + 2 * stride);
        V x21 = *(V*)(x + 2 * stride + sizeof(V));
        V c00 = *(V*)rowSums;
        V c01 = *(V*)(rowSums + sizeof(V));
        V c10 = *(V*)(rowSums + stride);
        V c11 = *(V*)(rowSums + stride + sizeof(V));
        V c20 = *(V*)(rowSums + 2 * stride);
        V c21 = *(V*)(rowSums + 2 * stride + sizeof(V));
        for (; depth > 0; depth--)
        {
            V y0 = *(V*)y;
            V y1 = *(V*)(y + sizeof(V));
            V u = O.Broadcast(*(T*)g);
            V t = term.Of(u, x00, y0);
            c00 = term.AddToRow(c00, u, t);
            V s0 = term.AddToColumn(*(V*)columnSums, u, t);
            t = term.Of(u, x01, y1);
            c01 = term.AddToRow(c01, u, t);
            V s1 = term.AddToColumn(*(V*)(columnSums + sizeof(V)), u, t);
            u = O.Broadcast(*(T*)(g + gStride));
            t = term.Of(u, x10, y0);
            c10 = term.AddToRow(c10, u, t);
            s0 = term.AddToColumn(s0, u, t);
            t = term.Of(u, x11, y1);
            c11 = term.AddToRow(c11, u, t);
            s1 = term.AddToColumn(s1, u, t);
            u = O.Broadcast(*(T*)(g + 2 * gStride));
            t = term.Of(u, x20, y0);
            c20 = term.AddToRow(c20, u, t);
            s0 = term.AddToColumn(s0, u, t);
            t = term.Of(u, x21, y1);
            c21 = term.AddToRow(c21, u, t);
            s1 = term.AddToColumn(s1, u, t);
            *(V*)columnSums = s0;
            *(V*)(columnSums + sizeof(V)) = s1;
            g += sizeof(T);
            y += 2 * sizeof(V);
            columnSums += 2 * sizeof(V);
        }

        *(V*)rowSums = c00;
        *(V*)(rowSums + sizeof(V)) = c01;
        *(V*)(rowSums + stride) = c10;
        *(V*)(rowSums + stride + sizeof(V)) = c11;
        *(V*)(rowSums + 2 * stride) = c20;
        *(V*)(rowSums + 2 * stride + sizeof(V)) = c21;
    }

    /// <summary>The same for one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Terms1<TTerm>(TTerm term, byte* g, byte* x, byte* rowSums, byte* y, byte* columnSums, nint depth)
        where TTerm : struct, IPairTerm<V>
    {
        V x0 = *(V*)x;
        V x1 = *(V*)(x + sizeof(V));
        V c0 = *(V*)rowSums;
        V c1 = *(V*)(rowSums + sizeof(V));
        for (; depth > 0; depth--)
        {
            V u = O.Broadcast(*(T*)g);
            V t = term.Of(u, x0, *(V*)y);
            c0 = term.AddToRow(c0, u, t);
            *(V*)columnSums = term.AddToColumn(*(V*)columnSums, u, t);
            t = term.Of(u, x1, *(V*)(y + sizeof(V)));
            c1 = term.AddToRow(c1, u, t);
            *(V*)(columnSums + sizeof(V)) = term.AddToColumn(*(V*)(columnSums + sizeof(V)), u, t);
            g += sizeof(T);
            y += 2 * sizeof(V);
            columnSums += 2 * sizeof(V);
        }

        *(V*)rowSums = c0;
        *(V*)(rowSums + sizeof(V)) = c1;
    }
}

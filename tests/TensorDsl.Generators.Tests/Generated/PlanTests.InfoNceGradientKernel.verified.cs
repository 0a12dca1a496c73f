private readonly unsafe struct GradientKernel : TensorDslCpu.IKernel
{
    public struct Frame<T> where T : unmanaged
    {
        public T* query, key, scaled, scaled2, lse, sum, sum2, gradQuery, sum3, gradKey, result, kept2, kept2Packed, lseMax, lseSum, tile3B, sumParts;
        public T temperature, upstream;
        public nint N, D, rows1, kept2Stride, first2, rows2, columns2, first3, rows3, columns3, stride3, panel3, rows4;
    }
    public static void Run<T, V, O, S>(void* frame) where T : unmanaged where V : unmanaged where O : struct, TensorDslCpu.ISimd<T, V> where S : struct, TensorDslCpu.ISimd<T, T>
        => Passes<T, V, O, S>.Run((Frame<T>*)frame);
    private static class Passes<T, V, O, S> where T : unmanaged where V : unmanaged where O : struct, TensorDslCpu.ISimd<T, V> where S : struct, TensorDslCpu.ISimd<T, T>
    {
        public static void Run(Frame<T>* f)
        {
            nint N = f->N, D = f->D;
            using var scratch = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(N * D) + TensorDslCpu.Scratch.Size<T>(N * D) + TensorDslCpu.Scratch.Size<T>(N) + TensorDslCpu.Scratch.Size<T>(1) + TensorDslCpu.Scratch.Size<T>(f->gradQuery != null ? 0 : N * D) + TensorDslCpu.Scratch.Size<T>(f->gradKey != null ? 0 : N * D));
            byte* cursor = scratch.Pointer;
            f->scaled = TensorDslCpu.Scratch.Take<T>(ref cursor, N * D);
            f->scaled2 = TensorDslCpu.Scratch.Take<T>(ref cursor, N * D);
            f->lse = TensorDslCpu.Scratch.Take<T>(ref cursor, N);
            f->sum = TensorDslCpu.Scratch.Take<T>(ref cursor, 1);
            f->sum2 = f->gradQuery != null ? f->gradQuery : TensorDslCpu.Scratch.Take<T>(ref cursor, N * D);
            f->sum3 = f->gradKey != null ? f->gradKey : TensorDslCpu.Scratch.Take<T>(ref cursor, N * D);

            // pass 1: rows of N, each over D → scaled[N, D], scaled2[N, D]
            f->rows1 = TensorDslCpu.Partition.Rows(N, D);
            int chunks1 = (int)TensorDslCpu.Partition.Blocks(N, f->rows1);
            TensorDslCpu.Threads.For(chunks1, &Pass1, f);

            // pass 2: tiles of N × N' → lse[N]
            f->kept2Stride = f->gradQuery != null || f->gradKey != null ? TensorDslCpu.TileShape.KeptStride<T, V, O>(N, N, D, TensorDslCpu.TileBudget.Bytes(-1)) : 0;
            using var kept2 = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(N * f->kept2Stride));
            using var kept2Packed = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(TensorDslCpu.Tile<T, V, O>.PackedLength(N, D)));
            f->kept2 = (T*)kept2.Pointer;
            f->kept2Packed = (T*)kept2Packed.Pointer;
            {
                nint rows = f->rows2 = TensorDslCpu.Partition.TileRows(N);
                f->columns2 = TensorDslCpu.Partition.TileColumns(N, 1);
                using var scratch2 = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(N) + TensorDslCpu.Scratch.Size<T>(N));
                byte* cursor2 = scratch2.Pointer;
                f->lseMax = TensorDslCpu.Scratch.Take<T>(ref cursor2, N);
                f->lseSum = TensorDslCpu.Scratch.Take<T>(ref cursor2, N);
                TensorDslCpu.Tile<T, V, O>.Pack(f->scaled2, D, 1, N, D, f->kept2Packed);
                TensorDslCpu.Threads.For((int)TensorDslCpu.Partition.Blocks(N, rows), &Pass2, f);
            }

            // pass 3: tiles of N × N' → sum2[N, D], sum3[N', D]
            if (f->gradQuery != null || f->gradKey != null)
            {
                nint rows = f->rows3 = TensorDslCpu.Partition.TileRows(N);
                f->columns3 = TensorDslCpu.Partition.TileColumns(N, 1);
                nint panel = f->kept2Stride > 0 ? N : TensorDslCpu.Partition.PanelRows(N, N, rows, sizeof(T));
                f->panel3 = panel;
                f->stride3 = TensorDslCpu.TileShape.Stride<T, V, O>((int)(N));
                using var scratch3 = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(f->kept2Stride > 0 ? 0 : panel * f->stride3));
                byte* cursor3 = scratch3.Pointer;
                f->tile3B = TensorDslCpu.Scratch.Take<T>(ref cursor3, f->kept2Stride > 0 ? 0 : panel * f->stride3);
                if (f->kept2Stride > 0) f->tile3B = f->kept2;
                if (f->gradQuery != null) TensorDslCpu.Partials.Fill(f->sum2, N * D, default);
                if (f->gradKey != null) TensorDslCpu.Partials.Fill(f->sum3, N * D, default);
                for (f->first3 = 0; f->first3 < N; f->first3 += panel)
                {
                    int blocks = (int)TensorDslCpu.Partition.Blocks(global::System.Math.Min(panel, N - f->first3), rows);
                    TensorDslCpu.Threads.For(blocks, &Pass3, f);
                    TensorDslCpu.Threads.For((int)TensorDslCpu.Partition.Blocks(N, 128), &Pass3Columns, f);
                }
            }

            // pass 4: rows of N, each over D → sum[], gradQuery[N, D], gradKey[N, D]
            f->rows4 = TensorDslCpu.Partition.Rows(N, D);
            int chunks4 = (int)TensorDslCpu.Partition.Blocks(N, f->rows4);
            {
                using var partials4 = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(chunks4));
                f->sumParts = (T*)partials4.Pointer;
                TensorDslCpu.Threads.For(chunks4, &Pass4, f);
                TensorDslCpu.Partials.Sum(f->sumParts, chunks4, 1, f->sum);
            }

            *f->result = S.Divide(*f->sum, S.Constant(N));
        }

        // pass 1: rows of N, each over D → scaled[N, D], scaled2[N, D]
        private static void Pass1(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            T* query = f->query, key = f->key, scaled = f->scaled, scaled2 = f->scaled2;
            nint begin = chunk * f->rows1, end = global::System.Math.Min(N, begin + f->rows1);
            for (nint n = begin; n < end; n++)
            {
                T* queryRow = query + n * D;
                T* keyRow = key + n * D;
                V sumLanes = O.Constant(0);
                V sumLanes2 = O.Constant(0);
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    V queryValue = O.Load(queryRow + d, rest);
                    V keyValue = O.Load(keyRow + d, rest);
                    sumLanes = O.MultiplyAdd(queryValue, queryValue, sumLanes);
                    sumLanes2 = O.MultiplyAdd(keyValue, keyValue, sumLanes2);
                }
                T scaled3 = S.Divide(S.Constant(1), S.Max(S.Sqrt(O.Sum(sumLanes)), S.Constant(1E-12)));
                T scaled4 = S.Divide(S.Constant(1), S.Max(S.Sqrt(O.Sum(sumLanes2)), S.Constant(1E-12)));
                V scaled3All = O.Broadcast(scaled3);
                V scaled4All = O.Broadcast(scaled4);
                T* scaledRow = scaled + n * D;
                T* scaled2Row = scaled2 + n * D;
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    O.Store(scaledRow + d, O.Multiply(scaled3All, O.Load(queryRow + d, rest)), rest);
                    O.Store(scaled2Row + d, O.Multiply(scaled4All, O.Load(keyRow + d, rest)), rest);
                }
            }
        }

        // pass 2: tiles of N × N' → lse[N]
        private static void Pass2(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            nint begin = f->first2 + chunk * f->rows2, end = global::System.Math.Min(N, begin + f->rows2);
            nint columns = global::System.Math.Min(f->columns2, N) , stride = TensorDslCpu.TileShape.Stride<T, V, O>((int)columns);
            TensorDslCpu.Partials.Fill(f->lseMax + begin, end - begin, S.Constant(double.NegativeInfinity));
            TensorDslCpu.Partials.Fill(f->lseSum + begin, end - begin, S.Constant(0));
            using var scratch = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(f->kept2Stride > 0 ? 0 : (end - begin) * stride));
            var tile2Own = (T*)scratch.Pointer;
            T temperature = f->temperature;
            T scaled3 = S.Divide(S.Constant(1), temperature);
            V scaled3All = O.Broadcast(scaled3);
            for (nint from = 0; from < N; from += f->columns2)
            {
                nint to = global::System.Math.Min(N, from + f->columns2);
                int count = (int)(to - from);
                nint tile2Stride = f->kept2Stride > 0 ? f->kept2Stride : stride;
                T* tile2 = f->kept2Stride > 0 ? f->kept2 + begin * f->kept2Stride + from : tile2Own;
                TensorDslCpu.Tile<T, V, O>.Contract(new TensorDslCpu.InnerProduct<T, V, O>(), f->scaled + begin * D, D, 1, (int)(end - begin), f->kept2Packed + from * D, D, count, tile2, tile2Stride);
                for (nint n = begin; n < end; n++)
                {
                    T* tile2Row = tile2 + (n - begin) * tile2Stride - from;
                    V maxLanes = O.Constant(double.NegativeInfinity);
                    for (nint n2 = from; n2 < to; n2 += O.Count)
                    {
                        nint rest = to - n2;
                        V s = O.Multiply(scaled3All, O.Load(tile2Row + n2, O.Count));
                        maxLanes = O.MaxNumber(maxLanes, O.Keep(s, O.Constant(double.NegativeInfinity), rest));
                    }
                    T max = O.Largest(maxLanes);
                    T kept = S.Select(S.Less(S.Abs(max), S.Constant(double.PositiveInfinity)), max, S.Constant(0));
                    V keptAll = O.Broadcast(kept);
                    V sumLanes = O.Constant(0);
                    for (nint n2 = from; n2 < to; n2 += O.Count)
                    {
                        nint rest = to - n2;
                        V s2 = O.Multiply(scaled3All, O.Load(tile2Row + n2, O.Count));
                        sumLanes = O.Add(sumLanes, O.Keep(O.ExpOfDifference(O.Subtract(s2, keptAll)), O.Constant(0), rest));
                    }
                    T sum4 = O.Sum(sumLanes);
                    TensorDslCpu.OnlineLogSumExp.Merge<T, S>(ref f->lseMax[n], ref f->lseSum[n], max, sum4);
                }
            }
            TensorDslCpu.OnlineLogSumExp.Finish<T, V, O>(f->lseMax + begin, f->lseSum + begin, end - begin, f->lse + begin);
        }

        // pass 3: tiles of N × N' → sum2[N, D], sum3[N', D]
        private static void Pass3(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            T* lse = f->lse;
            nint begin = f->first3 + chunk * f->rows3, end = global::System.Math.Min(N, begin + f->rows3);
            nint columns = global::System.Math.Min(f->columns3, N) , stride = TensorDslCpu.TileShape.Stride<T, V, O>((int)columns);
            using var scratch = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(f->kept2Stride > 0 ? 0 : (end - begin) * stride));
            var tile3Own = (T*)scratch.Pointer;
            T temperature = f->temperature;
            T scaled3 = S.Divide(S.Constant(1), temperature);
            V scaled3All = O.Broadcast(scaled3);
            for (nint from = 0; from < N; from += f->columns3)
            {
                nint to = global::System.Math.Min(N, from + f->columns3);
                int count = (int)(to - from);
                nint tile3Stride = f->kept2Stride > 0 ? f->kept2Stride : stride;
                T* tile3 = f->kept2Stride > 0 ? f->kept2 + begin * f->kept2Stride + from : tile3Own;
                if (f->kept2Stride == 0) TensorDslCpu.Tile<T, V, O>.Contract(new TensorDslCpu.InnerProduct<T, V, O>(), f->scaled + begin * D, D, 1, (int)(end - begin), f->kept2Packed + from * D, D, count, tile3, tile3Stride);
                for (nint n = begin; n < end; n++)
                {
                    T* tile3Row = tile3 + (n - begin) * tile3Stride - from;
                    T* tile3BRow = f->tile3B + (n - f->first3) * f->stride3;
                    T lse2 = lse[n];
                    T kept = S.Select(S.NotEqual(lse2, S.Constant(double.NegativeInfinity)), lse2, S.Constant(0));
                    V keptAll = O.Broadcast(kept);
                    for (nint n2 = from; n2 < to; n2 += O.Count)
                    {
                        V s = O.Multiply(scaled3All, O.Load(tile3Row + n2, O.Count));
                        O.Store(tile3BRow + n2, O.ExpOfDifference(O.Subtract(s, keptAll)), O.Count);
                    }
                }
                if (f->gradQuery != null) TensorDslCpu.Tile<T, V, O>.AddProduct(f->tile3B + (begin - f->first3) * f->stride3 + from, f->stride3, 1, (int)(end - begin), count, f->scaled2 + from * D, D, D, f->sum2 + begin * D, D);
            }
        }

        // and its column sums, from the panel of tiles
        private static void Pass3Columns(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            nint begin = chunk * 128, end = global::System.Math.Min(N, begin + 128);
            int count = (int)global::System.Math.Min(N - f->first3, f->panel3);
            if (f->gradKey != null) TensorDslCpu.Tile<T, V, O>.AddProduct(f->tile3B + begin, 1, f->stride3, (int)(end - begin), count, f->scaled + f->first3 * D, D, D, f->sum3 + begin * D, D);
        }

        // pass 4: rows of N, each over D → sum[], gradQuery[N, D], gradKey[N, D]
        private static void Pass4(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            T* query = f->query, key = f->key, sum2 = f->sum2, sum3 = f->sum3, lse = f->lse, gradQuery = f->gradQuery, gradKey = f->gradKey;
            nint begin = chunk * f->rows4, end = global::System.Math.Min(N, begin + f->rows4);
            T upstream = f->upstream;
            T countN = S.Constant(N);
            T max = S.Max(countN, S.Constant(1));
            T scaled3 = S.Divide(upstream, max);
            T temperature = f->temperature;
            T scaled4 = S.Divide(scaled3, temperature);
            T scaled5 = S.Divide(upstream, countN);
            T scaled6 = S.Divide(scaled5, temperature);
            T scaled7 = S.Divide(S.Constant(1), temperature);
            V scaled4All = O.Broadcast(scaled4);
            V scaled6All = O.Broadcast(scaled6);
            T sumPart = S.Constant(0);
            for (nint n = begin; n < end; n++)
            {
                T* queryRow = query + n * D;
                T* keyRow = key + n * D;
                V sumLanes = O.Constant(0);
                V sumLanes2 = O.Constant(0);
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    V queryValue = O.Load(queryRow + d, rest);
                    V keyValue = O.Load(keyRow + d, rest);
                    sumLanes = O.MultiplyAdd(queryValue, queryValue, sumLanes);
                    sumLanes2 = O.MultiplyAdd(keyValue, keyValue, sumLanes2);
                }
                T sqrt = S.Sqrt(O.Sum(sumLanes));
                T scaled8 = S.Divide(S.Constant(1), S.Max(sqrt, S.Constant(1E-12)));
                T sqrt2 = S.Sqrt(O.Sum(sumLanes2));
                T scaled9 = S.Divide(S.Constant(1), S.Max(sqrt2, S.Constant(1E-12)));
                V scaled8All = O.Broadcast(scaled8);
                V scaled9All = O.Broadcast(scaled9);
                T* sum2Row = sum2 + n * D;
                T* sum3Row = sum3 + n * D;
                V sumLanes3 = O.Constant(0);
                V sumLanes4 = O.Constant(0);
                V sumLanes5 = O.Constant(0);
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    V scaled10 = O.Multiply(scaled8All, O.Load(queryRow + d, rest));
                    V scaled22 = O.Multiply(scaled9All, O.Load(keyRow + d, rest));
                    V scaled11 = O.Multiply(scaled8All, O.Subtract(O.Multiply(scaled4All, O.Load(sum2Row + d, rest)), O.Multiply(scaled6All, scaled22)));
                    V scaled12 = O.Multiply(scaled9All, O.Subtract(O.Multiply(scaled4All, O.Load(sum3Row + d, rest)), O.Multiply(scaled6All, scaled10)));
                    sumLanes3 = O.Add(sumLanes3, O.Keep(O.Multiply(scaled10, scaled22), O.Constant(0), rest));
                    sumLanes4 = O.Add(sumLanes4, O.Keep(O.Multiply(scaled10, scaled11), O.Constant(0), rest));
                    sumLanes5 = O.Add(sumLanes5, O.Keep(O.Multiply(scaled22, scaled12), O.Constant(0), rest));
                }
                T and = S.And(S.GreaterOrEqual(sqrt, S.Constant(1E-12)), S.NotEqual(sqrt, S.Constant(0)));
                T scaled13 = S.Multiply(O.Sum(sumLanes4), S.Select(S.Equal(S.Constant(1E-12), sqrt), S.Constant(0.5), S.Constant(1)));
                T scaled14 = S.Divide(scaled13, sqrt);
                T and2 = S.And(S.GreaterOrEqual(sqrt2, S.Constant(1E-12)), S.NotEqual(sqrt2, S.Constant(0)));
                T scaled15 = S.Multiply(O.Sum(sumLanes5), S.Select(S.Equal(S.Constant(1E-12), sqrt2), S.Constant(0.5), S.Constant(1)));
                T scaled16 = S.Divide(scaled15, sqrt2);
                sumPart = S.Add(sumPart, S.Subtract(lse[n], S.Multiply(scaled7, O.Sum(sumLanes3))));
                V scaled14All = O.Broadcast(scaled14);
                V andAll = O.Broadcast(and);
                V scaled16All = O.Broadcast(scaled16);
                V and2All = O.Broadcast(and2);
                T* gradQueryRow = gradQuery + n * D;
                T* gradKeyRow = gradKey + n * D;
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    V keyValue2 = O.Load(keyRow + d, rest);
                    V difference = O.Subtract(O.Multiply(scaled4All, O.Load(sum2Row + d, rest)), O.Multiply(scaled6All, O.Multiply(scaled9All, keyValue2)));
                    V queryValue2 = O.Load(queryRow + d, rest);
                    V difference2 = O.Subtract(O.Multiply(scaled8All, difference), O.Select(andAll, O.Multiply(scaled14All, queryValue2), O.Constant(0)));
                    V difference3 = O.Subtract(O.Multiply(scaled4All, O.Load(sum3Row + d, rest)), O.Multiply(scaled6All, O.Multiply(scaled8All, queryValue2)));
                    V difference4 = O.Subtract(O.Multiply(scaled9All, difference3), O.Select(and2All, O.Multiply(scaled16All, keyValue2), O.Constant(0)));
                    if (f->gradQuery != null) O.Store(gradQueryRow + d, difference2, rest);
                    if (f->gradKey != null) O.Store(gradKeyRow + d, difference4, rest);
                }
            }
            *(f->sumParts + chunk) = sumPart;
        }
    }
}

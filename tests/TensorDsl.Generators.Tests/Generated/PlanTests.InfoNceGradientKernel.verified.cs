private readonly unsafe struct GradientKernel : TensorDslCpu.IKernel
{
    public struct Frame<T> where T : unmanaged
    {
        public T* query;
        public T* key;
        public T temperature;
        public T upstream;
        public nint N, D;
        public T* scaled;
        public T* scaled2;
        public T* stopGradient;
        public T* lse;
        public T* sum;
        public T* sum2;
        public T* gradQuery;
        public T* sum3;
        public T* gradKey;
        public T* result;
        public nint rows1;
        public nint rows2;
        public nint rows3;
        public nint first4;
        public nint rows4;
        public nint columns4;
        public T* packedtile4;
        public T* lseMax;
        public T* lseSum;
        public nint first5;
        public nint rows5;
        public nint columns5;
        public nint stride5;
        public T* packedtile5;
        public T* tile5B;
        public nint rows6;
        public T* sumParts;
    }
    
    public static void Run<T, V, O, S>(void* frame) where T : unmanaged where V : unmanaged where O : struct, TensorDslCpu.ISimd<T, V> where S : struct, TensorDslCpu.ISimd<T, T>
        => Passes<T, V, O, S>.Run((Frame<T>*)frame);

    private static class Passes<T, V, O, S> where T : unmanaged where V : unmanaged where O : struct, TensorDslCpu.ISimd<T, V> where S : struct, TensorDslCpu.ISimd<T, T>
    {
        public static void Run(Frame<T>* f)
        {
            nint N = f->N, D = f->D;
            using var scratch = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(N * D) + TensorDslCpu.Scratch.Size<T>(N * D) + TensorDslCpu.Scratch.Size<T>(N * D) + TensorDslCpu.Scratch.Size<T>(N) + TensorDslCpu.Scratch.Size<T>(1) + TensorDslCpu.Scratch.Size<T>(N * D) + TensorDslCpu.Scratch.Size<T>(N * D));
            byte* cursor = scratch.Pointer;
            f->scaled = TensorDslCpu.Scratch.Take<T>(ref cursor, N * D);
            f->scaled2 = TensorDslCpu.Scratch.Take<T>(ref cursor, N * D);
            f->stopGradient = TensorDslCpu.Scratch.Take<T>(ref cursor, N * D);
            f->lse = TensorDslCpu.Scratch.Take<T>(ref cursor, N);
            f->sum = TensorDslCpu.Scratch.Take<T>(ref cursor, 1);
            f->sum2 = TensorDslCpu.Scratch.Take<T>(ref cursor, N * D);
            f->sum3 = TensorDslCpu.Scratch.Take<T>(ref cursor, N * D);

            // pass 1: rows of N, each over D → scaled2[N, D]
            f->rows1 = TensorDslCpu.Partition.Rows(N, D);
            int chunks1 = (int)TensorDslCpu.Partition.Blocks(N, f->rows1);
            TensorDslCpu.Threads.For(chunks1, &Pass1, f);

            // pass 2: rows of N, each over D → scaled[N, D]
            f->rows2 = TensorDslCpu.Partition.Rows(N, D);
            int chunks2 = (int)TensorDslCpu.Partition.Blocks(N, f->rows2);
            TensorDslCpu.Threads.For(chunks2, &Pass2, f);

            // pass 3: elements of [N', D] → stopGradient[N', D]
            f->rows3 = TensorDslCpu.Partition.Elements(N * D);
            int chunks3 = (int)TensorDslCpu.Partition.Blocks(N * D, f->rows3);
            TensorDslCpu.Threads.For(chunks3, &Pass3, f);

            // pass 4: tiles of N × N' → lse[N]
            {
                nint rows = f->rows4 = TensorDslCpu.Partition.TileRows(N);
                f->columns4 = TensorDslCpu.Partition.TileColumns(N, 1);
                nint panel = N;
                using var scratch4 = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(TensorDslCpu.Tile<T, V, O>.PackedLength(N, D)) + TensorDslCpu.Scratch.Size<T>(N) + TensorDslCpu.Scratch.Size<T>(N));
                byte* cursor4 = scratch4.Pointer;
                f->packedtile4 = TensorDslCpu.Scratch.Take<T>(ref cursor4, TensorDslCpu.Tile<T, V, O>.PackedLength(N, D));
                f->lseMax = TensorDslCpu.Scratch.Take<T>(ref cursor4, N);
                f->lseSum = TensorDslCpu.Scratch.Take<T>(ref cursor4, N);
                TensorDslCpu.Tile<T, V, O>.Pack(f->stopGradient, D, 1, N, D, f->packedtile4);
                for (f->first4 = 0; f->first4 < N; f->first4 += panel)
                {
                    int blocks = (int)TensorDslCpu.Partition.Blocks(global::System.Math.Min(panel, N - f->first4), rows);
                    TensorDslCpu.Threads.For(blocks, &Pass4, f);
                }
            }

            // pass 5: tiles of N × N' → sum2[N, D], sum3[N', D]
            if (f->gradQuery != null || f->gradKey != null)
            {
                {
                    nint rows = f->rows5 = TensorDslCpu.Partition.TileRows(N);
                    f->columns5 = TensorDslCpu.Partition.TileColumns(N, 1);
                    nint panel = TensorDslCpu.Partition.PanelRows(N, N, rows, sizeof(T));
                    f->stride5 = TensorDslCpu.TileShape.Stride<T, V, O>((int)(N));
                    using var scratch5 = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(TensorDslCpu.Tile<T, V, O>.PackedLength(N, D)) + TensorDslCpu.Scratch.Size<T>(panel * f->stride5));
                    byte* cursor5 = scratch5.Pointer;
                    f->packedtile5 = TensorDslCpu.Scratch.Take<T>(ref cursor5, TensorDslCpu.Tile<T, V, O>.PackedLength(N, D));
                    f->tile5B = TensorDslCpu.Scratch.Take<T>(ref cursor5, panel * f->stride5);
                    TensorDslCpu.Tile<T, V, O>.Pack(f->stopGradient, D, 1, N, D, f->packedtile5);
                    if (f->gradQuery != null) TensorDslCpu.Partials.Fill(f->sum2, N * D, default);
                    if (f->gradKey != null) TensorDslCpu.Partials.Fill(f->sum3, N * D, default);
                    for (f->first5 = 0; f->first5 < N; f->first5 += panel)
                    {
                        int blocks = (int)TensorDslCpu.Partition.Blocks(global::System.Math.Min(panel, N - f->first5), rows);
                        TensorDslCpu.Threads.For(blocks, &Pass5, f);
                        TensorDslCpu.Threads.For((int)TensorDslCpu.Partition.Blocks(N, 128), &Pass5Columns, f);
                    }
                }
            }

            // pass 6: rows of N, each over D → sum[], gradQuery[N, D], gradKey[N, D]
            f->rows6 = TensorDslCpu.Partition.Rows(N, D);
            int chunks6 = (int)TensorDslCpu.Partition.Blocks(N, f->rows6);
            {
                using var partials6 = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>(chunks6));
                byte* cursor6 = partials6.Pointer;
                f->sumParts = TensorDslCpu.Scratch.Take<T>(ref cursor6, chunks6);
                TensorDslCpu.Threads.For(chunks6, &Pass6, f);
                TensorDslCpu.Partials.Sum(f->sumParts, chunks6, 1, f->sum);
            }

            T sum4 = *f->sum;
            T countN = S.Constant(N);
            T scaled3 = S.Divide(sum4, countN);
            *f->result = scaled3;
        }

        // pass 1: rows of N, each over D → scaled2[N, D]
        private static void Pass1(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            T* key = f->key, scaled2 = f->scaled2;
            nint begin = chunk * f->rows1, end = global::System.Math.Min(N, begin + f->rows1);
            for (nint n = begin; n < end; n++)
            {
                T* keyRow = key + n * D;
                V sumLanes = O.Constant(0);
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    V keyValue = O.Load(keyRow + d, rest);
                    sumLanes = O.MultiplyAdd(keyValue, keyValue, sumLanes);
                }
                T sum4 = O.Sum(sumLanes);
                T sqrt = S.Sqrt(sum4);
                T max = S.Max(sqrt, S.Constant(1E-12));
                T scaled4 = S.Divide(S.Constant(1), max);
                V scaled4All = O.Broadcast(scaled4);
                T* scaled2Row = scaled2 + n * D;
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    V keyValue2 = O.Load(keyRow + d, rest);
                    V scaled22 = O.Multiply(scaled4All, keyValue2);
                    O.Store(scaled2Row + d, scaled22, rest);
                }
            }
        }

        // pass 2: rows of N, each over D → scaled[N, D]
        private static void Pass2(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            T* query = f->query, scaled = f->scaled;
            nint begin = chunk * f->rows2, end = global::System.Math.Min(N, begin + f->rows2);
            for (nint n = begin; n < end; n++)
            {
                T* queryRow = query + n * D;
                V sumLanes = O.Constant(0);
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    V queryValue = O.Load(queryRow + d, rest);
                    sumLanes = O.MultiplyAdd(queryValue, queryValue, sumLanes);
                }
                T sum4 = O.Sum(sumLanes);
                T sqrt = S.Sqrt(sum4);
                T max = S.Max(sqrt, S.Constant(1E-12));
                T scaled4 = S.Divide(S.Constant(1), max);
                V scaled4All = O.Broadcast(scaled4);
                T* scaledRow = scaled + n * D;
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    V queryValue2 = O.Load(queryRow + d, rest);
                    V scaled5 = O.Multiply(scaled4All, queryValue2);
                    O.Store(scaledRow + d, scaled5, rest);
                }
            }
        }

        // pass 3: elements of [N', D] → stopGradient[N', D]
        private static void Pass3(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            T* scaled2 = f->scaled2, stopGradient = f->stopGradient;
            nint begin = chunk * f->rows3, end = global::System.Math.Min(N * D, begin + f->rows3);
            for (nint i = begin; i < end; i += O.Count)
            {
                nint rest = end - i;
                V scaled22 = O.Load(scaled2 + i, rest);
                V stopGradient2 = scaled22;
                O.Store(stopGradient + i, stopGradient2, rest);
            }
        }

        // pass 4: tiles of N × N' → lse[N]
        private static void Pass4(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            nint begin = f->first4 + chunk * f->rows4, end = global::System.Math.Min(N, begin + f->rows4);
            nint columns = global::System.Math.Min(f->columns4, N) * 1, stride = TensorDslCpu.TileShape.Stride<T, V, O>((int)columns);
            TensorDslCpu.Partials.Fill(f->lseMax + begin, end - begin, S.Constant(double.NegativeInfinity));
            TensorDslCpu.Partials.Fill(f->lseSum + begin, end - begin, S.Constant(0));
            using var scratch = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>((end - begin) * stride));
            byte* cursor = scratch.Pointer;
            T* tile4 = TensorDslCpu.Scratch.Take<T>(ref cursor, (end - begin) * stride);
            T temperature = f->temperature;
            T scaled3 = S.Divide(S.Constant(1), temperature);
            V scaled3All = O.Broadcast(scaled3);
            for (nint from = 0; from < N; from += f->columns4)
            {
                nint to = global::System.Math.Min(N, from + f->columns4);
                int count = (int)((to - from) * 1);
                TensorDslCpu.Tile<T, V, O>.Contract(new TensorDslCpu.InnerProduct<T, V, O>(), f->scaled + begin * D, D, 1, (int)(end - begin), f->packedtile4 + from * D, D, count, tile4, stride);
                for (nint n = begin; n < end; n++)
                {
                    T* tile4Row = tile4 + (n - begin) * stride - from;
                    V maxLanes = O.Constant(double.NegativeInfinity);
                    for (nint n2 = from; n2 < to; n2 += O.Count)
                    {
                        nint rest = to - n2;
                        V sum4 = O.Load(tile4Row + n2, rest);
                        V scaled4 = O.Multiply(scaled3All, sum4);
                        maxLanes = O.Max(maxLanes, O.Keep(scaled4, O.Constant(double.NegativeInfinity), rest));
                    }
                    T max = O.Largest(maxLanes);
                    T abs = S.Abs(max);
                    T less = S.Less(abs, S.Constant(double.PositiveInfinity));
                    T kept = S.Select(less, max, S.Constant(0));
                    V keptAll = O.Broadcast(kept);
                    V sumLanes = O.Constant(0);
                    for (nint n2 = from; n2 < to; n2 += O.Count)
                    {
                        nint rest = to - n2;
                        V sum5 = O.Load(tile4Row + n2, rest);
                        V scaled5 = O.Multiply(scaled3All, sum5);
                        V difference = O.Subtract(scaled5, keptAll);
                        V exp = O.Exp(difference);
                        sumLanes = O.Add(sumLanes, O.Keep(exp, O.Constant(0), rest));
                    }
                    T sum6 = O.Sum(sumLanes);
                    TensorDslCpu.OnlineLogSumExp.Merge<T, S>(ref f->lseMax[n], ref f->lseSum[n], max, sum6);
                }
            }
            TensorDslCpu.OnlineLogSumExp.Finish<T, V, O>(f->lseMax + begin, f->lseSum + begin, end - begin, f->lse + begin);
        }

        // pass 5: tiles of N × N' → sum2[N, D], sum3[N', D]
        private static void Pass5(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            T* lse = f->lse;
            nint begin = f->first5 + chunk * f->rows5, end = global::System.Math.Min(N, begin + f->rows5);
            nint columns = global::System.Math.Min(f->columns5, N) * 1, stride = TensorDslCpu.TileShape.Stride<T, V, O>((int)columns);
            using var scratch = TensorDslCpu.Scratch.Rent(TensorDslCpu.Scratch.Size<T>((end - begin) * stride));
            byte* cursor = scratch.Pointer;
            T* tile5 = TensorDslCpu.Scratch.Take<T>(ref cursor, (end - begin) * stride);
            T temperature = f->temperature;
            T scaled3 = S.Divide(S.Constant(1), temperature);
            V scaled3All = O.Broadcast(scaled3);
            for (nint from = 0; from < N; from += f->columns5)
            {
                nint to = global::System.Math.Min(N, from + f->columns5);
                int count = (int)((to - from) * 1);
                TensorDslCpu.Tile<T, V, O>.Contract(new TensorDslCpu.InnerProduct<T, V, O>(), f->scaled + begin * D, D, 1, (int)(end - begin), f->packedtile5 + from * D, D, count, tile5, stride);
                for (nint n = begin; n < end; n++)
                {
                    T* tile5Row = tile5 + (n - begin) * stride - from;
                    T* tile5BRow = f->tile5B + (n - f->first5) * f->stride5;
                    T lse2 = lse[n];
                    T notEqual = S.NotEqual(lse2, S.Constant(double.NegativeInfinity));
                    T kept = S.Select(notEqual, lse2, S.Constant(0));
                    V keptAll = O.Broadcast(kept);
                    for (nint n2 = from; n2 < to; n2 += O.Count)
                    {
                        nint rest = to - n2;
                        V sum4 = O.Load(tile5Row + n2, rest);
                        V scaled4 = O.Multiply(scaled3All, sum4);
                        V difference = O.Subtract(scaled4, keptAll);
                        V exp = O.Exp(difference);
                        O.Store(tile5BRow + n2, exp, rest);
                    }
                }
                if (f->gradQuery != null) TensorDslCpu.Tile<T, V, O>.AddProduct(f->tile5B + (begin - f->first5) * f->stride5 + from, f->stride5, 1, (int)(end - begin), count, f->scaled2 + from * D, D, D, f->sum2 + begin * D, D);
            }
        }

        // and its column sums, from the panel of tiles
        private static void Pass5Columns(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            nint begin = chunk * 128, end = global::System.Math.Min(N, begin + 128);
            int count = (int)global::System.Math.Min(N - f->first5, TensorDslCpu.Partition.PanelRows(N, N, f->rows5, sizeof(T)));
            if (f->gradKey != null) TensorDslCpu.Tile<T, V, O>.AddProduct(f->tile5B + begin, 1, f->stride5, (int)(end - begin), count, f->scaled + f->first5 * D, D, D, f->sum3 + begin * D, D);
        }

        // pass 6: rows of N, each over D → sum[], gradQuery[N, D], gradKey[N, D]
        private static void Pass6(void* frame, int chunk)
        {
            var f = (Frame<T>*)frame;
            nint N = f->N, D = f->D;
            T* query = f->query, key = f->key, sum2 = f->sum2, sum3 = f->sum3, lse = f->lse, gradQuery = f->gradQuery, gradKey = f->gradKey;
            nint begin = chunk * f->rows6, end = global::System.Math.Min(N, begin + f->rows6);
            T upstream = f->upstream;
            T countN = S.Constant(N);
            T scaled3 = S.Divide(upstream, countN);
            T temperature = f->temperature;
            T scaled4 = S.Divide(scaled3, temperature);
            T scaled5 = S.Divide(S.Constant(1), temperature);
            V scaled4All = O.Broadcast(scaled4);
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
                T sum4 = O.Sum(sumLanes);
                T sum5 = O.Sum(sumLanes2);
                T sqrt = S.Sqrt(sum4);
                T max = S.Max(sqrt, S.Constant(1E-12));
                T scaled8 = S.Divide(S.Constant(1), max);
                T sqrt2 = S.Sqrt(sum5);
                T max2 = S.Max(sqrt2, S.Constant(1E-12));
                T scaled9 = S.Divide(S.Constant(1), max2);
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
                    V queryValue2 = O.Load(queryRow + d, rest);
                    V scaled10 = O.Multiply(scaled8All, queryValue2);
                    V keyValue2 = O.Load(keyRow + d, rest);
                    V scaled22 = O.Multiply(scaled9All, keyValue2);
                    V scaled11 = O.Multiply(scaled10, scaled22);
                    V scaled12 = O.Multiply(queryValue2, scaled8All);
                    V sum22 = O.Load(sum2Row + d, rest);
                    V scaled13 = O.Multiply(scaled4All, sum22);
                    V scaled14 = O.Multiply(keyValue2, scaled9All);
                    V scaled15 = O.Multiply(scaled4All, scaled14);
                    V difference = O.Subtract(scaled13, scaled15);
                    V scaled16 = O.Multiply(difference, scaled8All);
                    V scaled17 = O.Multiply(scaled12, scaled16);
                    V sum32 = O.Load(sum3Row + d, rest);
                    V scaled18 = O.Multiply(scaled4All, sum32);
                    V scaled19 = O.Multiply(scaled4All, scaled12);
                    V difference2 = O.Subtract(scaled18, scaled19);
                    V scaled20 = O.Multiply(difference2, scaled9All);
                    V scaled21 = O.Multiply(scaled14, scaled20);
                    sumLanes3 = O.Add(sumLanes3, O.Keep(scaled11, O.Constant(0), rest));
                    sumLanes4 = O.Add(sumLanes4, O.Keep(scaled17, O.Constant(0), rest));
                    sumLanes5 = O.Add(sumLanes5, O.Keep(scaled21, O.Constant(0), rest));
                }
                T sum6 = O.Sum(sumLanes3);
                T sum7 = O.Sum(sumLanes4);
                T sum8 = O.Sum(sumLanes5);
                T lse2 = lse[n];
                T scaled23 = S.Multiply(scaled5, sum6);
                T difference3 = S.Subtract(lse2, scaled23);
                T greaterOrEqual = S.GreaterOrEqual(sqrt, S.Constant(1E-12));
                T notEqual = S.NotEqual(sqrt, S.Constant(0));
                T and = S.And(greaterOrEqual, notEqual);
                T equal = S.Equal(S.Constant(1E-12), sqrt);
                T kept = S.Select(equal, S.Constant(0.5), S.Constant(1));
                T scaled24 = S.Multiply(sum7, kept);
                T scaled25 = S.Divide(scaled24, sqrt);
                T greaterOrEqual2 = S.GreaterOrEqual(sqrt2, S.Constant(1E-12));
                T notEqual2 = S.NotEqual(sqrt2, S.Constant(0));
                T and2 = S.And(greaterOrEqual2, notEqual2);
                T equal2 = S.Equal(S.Constant(1E-12), sqrt2);
                T kept2 = S.Select(equal2, S.Constant(0.5), S.Constant(1));
                T scaled26 = S.Multiply(sum8, kept2);
                T scaled27 = S.Divide(scaled26, sqrt2);
                sumPart = S.Add(sumPart, difference3);
                V scaled25All = O.Broadcast(scaled25);
                V andAll = O.Broadcast(and);
                V scaled27All = O.Broadcast(scaled27);
                V and2All = O.Broadcast(and2);
                T* gradQueryRow = gradQuery + n * D;
                T* gradKeyRow = gradKey + n * D;
                for (nint d = 0; d < D; d += O.Count)
                {
                    nint rest = D - d;
                    V sum23 = O.Load(sum2Row + d, rest);
                    V scaled28 = O.Multiply(scaled4All, sum23);
                    V keyValue3 = O.Load(keyRow + d, rest);
                    V scaled29 = O.Multiply(keyValue3, scaled9All);
                    V scaled30 = O.Multiply(scaled4All, scaled29);
                    V difference4 = O.Subtract(scaled28, scaled30);
                    V scaled31 = O.Multiply(difference4, scaled8All);
                    V queryValue3 = O.Load(queryRow + d, rest);
                    V scaled32 = O.Multiply(queryValue3, scaled25All);
                    V kept3 = O.Select(andAll, scaled32, O.Constant(0));
                    V difference5 = O.Subtract(scaled31, kept3);
                    V sum33 = O.Load(sum3Row + d, rest);
                    V scaled33 = O.Multiply(scaled4All, sum33);
                    V scaled34 = O.Multiply(queryValue3, scaled8All);
                    V scaled35 = O.Multiply(scaled4All, scaled34);
                    V difference6 = O.Subtract(scaled33, scaled35);
                    V scaled36 = O.Multiply(difference6, scaled9All);
                    V scaled37 = O.Multiply(keyValue3, scaled27All);
                    V kept4 = O.Select(and2All, scaled37, O.Constant(0));
                    V difference7 = O.Subtract(scaled36, kept4);
                    if (f->gradQuery != null) O.Store(gradQueryRow + d, difference5, rest);
                    if (f->gradKey != null) O.Store(gradKeyRow + d, difference7, rest);
                }
            }
            *(f->sumParts + chunk) = sumPart;
        }
    }
}

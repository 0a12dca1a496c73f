using System.Globalization;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;

namespace TensorDsl.Generators.Tests;

/// <summary>
/// Runs a linked function in double, one instruction after another over whole arrays, with the reference semantics of the op tables: no
/// schedule, no fusion, nothing shared with the emitters. It is what emitted code is compared with, so it is kept plain enough to be seen
/// to be right.
/// </summary>
public static class Interpreter
{
    /// <param name="extents">The extent of each dim, by <see cref="Axis.Dim"/>.</param>
    /// <param name="arguments">
    /// One per parameter: double[], int[] (labels) or bool[] in declared axis order; numbers (bool and enum as 0 or their value) for scalars.
    /// </param>
    /// <returns>Each result in its declared axis order, broadcast along declared axes that the value lacks. Masks are 0 and 1.</returns>
    public static double[][] Run(Function f, IReadOnlyDictionary<string, int> extents, params object[] arguments)
        => Run(f, extents, value => value, arguments);

    /// <summary>The same with every intermediate value rounded to float, as a plain run in float would have it.</summary>
    public static double[][] RunInFloat(Function f, IReadOnlyDictionary<string, int> extents, params object[] arguments)
        => Run(f, extents, value => (float)value, arguments);

    private static double[][] Run(Function f, IReadOnlyDictionary<string, int> extents, Func<double, double> round, object[] arguments)
    {
        if (arguments.Length != f.Parameters.Count) throw new ArgumentException($"{arguments.Length} arguments for {f.Parameters.Count} parameters");
        extents = WithRanks(f, extents, arguments);
        var values = new double[f.Code.Count][];
        for (int id = 0; id < values.Length; id++) values[id] = [.. new Evaluation(f, extents, arguments, values, f[id]).Value().Select(round)];
        return [.. f.Results.Select(r => Expand(values[r.Value], f[r.Value].Axes, [.. r.Axes], extents))];
    }

    /// <summary>The extents and, of each search, how many it is asked for.</summary>
    private static IReadOnlyDictionary<string, int> WithRanks(Function f, IReadOnlyDictionary<string, int> extents, object[] arguments)
    {
        var all = extents.ToDictionary(e => e.Key, e => e.Value);
        foreach (var search in f.Code.Items.OfType<TopK>())
            all[search.To.Dim] = f[search.Count] is Input i ? Convert.ToInt32(arguments[i.Parameter], CultureInfo.InvariantCulture) : int.Parse(((Constant)f[search.Count]).Text, CultureInfo.InvariantCulture);
        return all;
    }

    /// <summary>The array over other axes, in their order; axes that the value lacks are broadcast.</summary>
    public static double[] Expand(double[] value, IReadOnlyList<Axis> from, IReadOnlyList<Axis> to, IReadOnlyDictionary<string, int> extents)
    {
        var space = new Space(to, extents);
        int[] stride = space.StridesOf(from);
        double[] result = new double[space.Length];
        for (int i = 0; i < result.Length; i++) result[i] = value[space.Offset(i, stride)];
        return result;
    }

    private sealed class Evaluation(Function f, IReadOnlyDictionary<string, int> extents, object[] arguments, double[][] values, Instr instr)
    {
        private readonly Space _space = new(instr.Axes, extents);

        public double[] Value() => instr switch
        {
            Input i => Argument(arguments[i.Parameter]),
            Constant c => [Number(c.Text)],
            MaskConstant c => [c.Value ? 1 : 0],
            Extent e => [extents[e.Dim]],
            Position => Fill(i => i),
            Map m => Of(m),
            Reduce r => Of(r),
            Rename r => values[r.Arg],
            Gather g => Of(g),
            Scatter s => Of(s),
            TopK t => Of(t),
            SingularValues s => Of(s),
            SingularValuesGradient s => Of(s),
            Choose c => Of(c),
            _ => throw new InvalidOperationException($"Interpreter: {instr.GetType().Name}"),
        };

        private double[] Of(Map m)
        {
            var op = ScalarOps.Get(m.Op);
            var strides = m.Args.Select(a => _space.StridesOf(f[a].Axes)).ToArray();
            double[] x = new double[strides.Length];
            return Fill(i =>
            {
                for (int k = 0; k < x.Length; k++) x[k] = values[m.Args[k]][_space.Offset(i, strides[k])];
                return op.Eval(x);
            });
        }

        private double[] Of(Reduce r)
        {
            var op = ReduceOps.Get(r.Op);
            var inner = new Space([.. f[r.Arg].Axes.Where(r.Over.Contains)], extents);
            var whole = new Space(f[r.Arg].Axes, extents);
            int[] outerStride = whole.StridesFor(_space), innerStride = whole.StridesFor(inner);
            double[] elements = new double[inner.Length];
            return Fill(i =>
            {
                int start = _space.Offset(i, outerStride);
                for (int k = 0; k < elements.Length; k++) elements[k] = values[r.Arg][start + inner.Offset(k, innerStride)];
                return op.Eval(elements);
            });
        }

        private double[] Of(Gather g)
        {
            var operand = new Space(f[g.Arg].Axes, extents);
            int[] index = _space.StridesOf(f[g.Index].Axes);
            int[] stride = _space.StridesIn(operand, a => a == g.On);
            int step = operand.StrideOf(g.On), extent = extents[g.On.Dim];
            return Fill(i =>
            {
                int at = (int)values[g.Index][_space.Offset(i, index)];
                return at < 0 || at >= extent ? 0 : values[g.Arg][_space.Offset(i, stride) + at * step];
            });
        }

        private double[] Of(Scatter s)
        {
            // Every element of operand and index together goes to one place, or nowhere.
            var source = new Space([.. f[s.Arg].Axes.Union(f[s.Index].Axes)], extents);
            int[] arg = source.StridesOf(f[s.Arg].Axes), index = source.StridesOf(f[s.Index].Axes);
            int[] target = source.StridesIn(_space, a => a == s.On || s.Over.Contains(a));
            int step = _space.StrideOf(s.On), extent = extents[s.On.Dim];
            double[] sum = new double[_space.Length];
            for (int i = 0; i < source.Length; i++)
            {
                int at = (int)values[s.Index][source.Offset(i, index)];
                if (at >= 0 && at < extent) sum[source.Offset(i, target) + at * step] += values[s.Arg][source.Offset(i, arg)];
            }

            return sum;
        }

        private double[] Of(TopK t)
        {
            var operand = new Space(f[t.Arg].Axes, extents);
            int[] stride = _space.StridesIn(operand, a => a == t.To);
            int step = operand.StrideOf(t.Over), extent = extents[t.Over.Dim], ranks = extents[t.To.Dim];
            return Fill(i =>
            {
                int start = _space.Offset(i, stride), rank = i / _space.StrideOf(t.To) % ranks;
                double At(int position) => values[t.Arg][start + position * step];
                int[] order = [.. Enumerable.Range(0, extent).OrderBy(p => double.IsNaN(At(p))).ThenByDescending(At).ThenBy(p => p)];
                if (rank >= extent) return t.Type == Generators.Ir.ValueType.Index ? -1 : double.NegativeInfinity;
                return t.Type == Generators.Ir.ValueType.Index ? order[rank] : At(order[rank]);
            });
        }

        private double[] Of(SingularValues s)
        {
            var batch = new Space([.. s.Axes.Where(a => a != s.Columns)], extents);
            int[] target = _space.StridesFor(batch);
            double[] result = new double[_space.Length];
            foreach (var (x, at) in Matrices(s.Arg, batch, s.Rows, s.Columns))
            {
                double[] found = new Spectrum(x, extents[s.Rows.Dim], extents[s.Columns.Dim]).Values;
                for (int j = 0; j < found.Length; j++) result[batch.Offset(at, target) + j * _space.StrideOf(s.Columns)] = found[j];
            }

            return result;
        }

        private double[] Of(SingularValuesGradient s)
        {
            int columns = extents[s.Columns.Dim];
            var batch = new Space([.. s.Axes.Where(a => a != s.Columns && a != s.Rows)], extents);
            int[] target = _space.StridesFor(batch);
            double[] upstream = Expand(values[s.Upstream], f[s.Upstream].Axes, [.. batch.Axes, s.Columns], extents);
            double[] result = new double[_space.Length];
            foreach (var (x, at) in Matrices(s.Arg, batch, s.Rows, s.Columns))
            {
                double[] found = new Spectrum(x, extents[s.Rows.Dim], columns).Gradient(upstream[(at * columns)..((at + 1) * columns)]);
                for (int i = 0; i < found.Length; i++)
                    result[batch.Offset(at, target) + i / columns * _space.StrideOf(s.Rows) + i % columns * _space.StrideOf(s.Columns)] = found[i];
            }

            return result;
        }

        /// <summary>The matrices of a value, each row after row, with their place in the batch.</summary>
        private IEnumerable<(double[] Matrix, int At)> Matrices(int id, Space batch, Axis rows, Axis columns)
        {
            double[] all = Expand(values[id], f[id].Axes, [.. batch.Axes, rows, columns], extents);
            int length = extents[rows.Dim] * extents[columns.Dim];
            for (int at = 0; at < batch.Length; at++) yield return (all[(at * length)..((at + 1) * length)], at);
        }

        private double[] Of(Choose c)
        {
            long value = Convert.ToInt64(arguments[c.Parameter], CultureInfo.InvariantCulture);
            int arm = c.Values.ToList().IndexOf(value);
            int chosen = c.Arms[arm < 0 ? c.Arms.Count - 1 : arm];
            return Expand(values[chosen], f[chosen].Axes, c.Axes, extents);
        }

        private double[] Argument(object argument)
        {
            double[] value = argument switch
            {
                double[] numbers => numbers,
                int[] labels => [.. labels.Select(l => (double)l)],
                bool[] mask => [.. mask.Select(m => m ? 1.0 : 0.0)],
                _ => [Convert.ToDouble(argument, CultureInfo.InvariantCulture)],
            };
            return value.Length == _space.Length ? value : throw new ArgumentException($"an argument has {value.Length} elements, not {_space.Length}");
        }

        private double[] Fill(Func<int, double> element)
        {
            double[] result = new double[_space.Length];
            for (int i = 0; i < result.Length; i++) result[i] = element(i);
            return result;
        }
    }

    private static double Number(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>Row-major order over axes.</summary>
    private sealed class Space
    {
        private readonly IReadOnlyList<Axis> _axes;
        private readonly int[] _extent;
        private readonly int[] _stride;

        public Space(IReadOnlyList<Axis> axes, IReadOnlyDictionary<string, int> extents)
        {
            _axes = axes;
            _extent = [.. axes.Select(a => extents[a.Dim])];
            _stride = new int[axes.Count];
            for (int i = axes.Count - 1; i >= 0; i--)
            {
                _stride[i] = Length;
                Length *= _extent[i];
            }
        }

        public int Length { get; } = 1;

        public IReadOnlyList<Axis> Axes => _axes;

        public int StrideOf(Axis axis) => IndexOf(_axes, axis) is var at and >= 0 ? _stride[at] : 0;

        /// <summary>How far each of this space's axes moves in an array over other axes.</summary>
        public int[] StridesOf(IReadOnlyList<Axis> axes)
        {
            var other = new int[_axes.Count];
            int stride = 1;
            for (int i = axes.Count - 1; i >= 0; i--)
            {
                int at = IndexOf(_axes, axes[i]);
                other[at] = stride;
                stride *= _extent[at];
            }

            return other;
        }

        /// <summary>How far each of this space's axes moves in another space; an axis that is left out, or that it lacks, does not.</summary>
        public int[] StridesIn(Space other, Func<Axis, bool> isLeftOut) => [.. _axes.Select(a => isLeftOut(a) ? 0 : other.StrideOf(a))];

        /// <summary>How far each axis of a part moves in this space.</summary>
        public int[] StridesFor(Space part) => [.. part._axes.Select(StrideOf)];

        /// <summary>Where element i of this space lies in an array with these strides.</summary>
        public int Offset(int i, int[] strides)
        {
            int offset = 0;
            for (int a = _extent.Length - 1; a >= 0; a--)
            {
                offset += i % _extent[a] * strides[a];
                i /= _extent[a];
            }

            return offset;
        }

        private static int IndexOf(IReadOnlyList<Axis> axes, Axis axis)
        {
            for (int i = 0; i < axes.Count; i++)
                if (axes[i] == axis) return i;
            return -1;
        }
    }
}

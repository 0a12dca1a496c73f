using System.Reflection;
using TensorDsl.Cpu;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>Searches: values and positions as the interpreter's sort has them, for every way in which a score can come about.</summary>
[Collection(GlobalStateCollection.Name)]
public class TopKTests
{
    private const string Source =
        """
        namespace Known;

        public static partial class Searches
        {
            [Similarity] public static (Expr<N, Top<M>> scores, Labels<N, Top<M>, M> nearest) Nearest<N, M, D>(Expr<N, D> queries, Expr<M, D> table, int k = 10)
                => TopK<M>(Dot<D>(queries, table), k);

            [Similarity] public static (Expr<Top<M>, N> scores, Labels<N, Top<M>, M> nearest) TableFirst<N, M, D>(Expr<M, D> table, Expr<N, D> queries, int k)
            {
                var (scores, nearest) = Cosine<D>(table, queries).TopK<M>(k);
                return (scores, nearest);
            }

            [Similarity] public static Labels<N, Top<Prime<N>>, N> Neighbours<N, D>(Expr<N, D> x, int k)
            {
                var distance = Sum<D>(Abs(x - x.Prime<N>()));
                return TopK<Prime<N>>(Where(OffDiagonal<N>(), -distance, float.NegativeInfinity), k).Indices;
            }

            [Similarity] public static (Expr<N, Top<M>> best, Labels<N, Top<M>, M> at) InMemory<N, M>(Expr<N, M> scores, int k) => TopK<M>(scores, k);

            [Similarity] public static (Expr<M, Top<N>> best, Labels<M, Top<N>, N> at) DownColumns<N, M>(Expr<N, M> scores) => TopK<N>(scores * 2, 3);

            [Similarity] public static (Expr<Top<M>> best, Labels<Top<M>, M> at) OneQuery<M, D>(Expr<D> query, Expr<M, D> table, int k) => TopK<M>(Dot<D>(query, table), k);

            [Similarity] public static Expr<N, Top<M>> OfSoftmax<N, M, D>(Expr<N, D> x, Expr<M, D> y, int k) => TopK<M>(Softmax<M>(Dot<D>(x, y)), k).Values;

            [Similarity] public static Expr<N> Vote<N, M, D>(Expr<N, D> queries, Expr<M, D> table, Expr<M> weights, int k)
            {
                var (scores, nearest) = Nearest<N, M, D>(queries, table, k);
                return Sum<Top<M>>(Softmax<Top<M>>(scores) * weights.At(nearest));
            }

            [Similarity] public static (Expr<N> max, Labels<N, M> arg, Expr<N, Top<M>> best, Labels<N, Top<M>, M> at) One<N, M, D>(Expr<N, D> x, Expr<M, D> y)
            {
                var s = Dot<D>(x, y);
                var (best, at) = TopK<M>(s, 1);
                return (Max<M>(s), ArgMax<M>(s), best, at);
            }

            [Similarity] public static (Expr<N, Top<M>> a, Expr<N, Top<M>> b) Twice<N, M>(Expr<N, M> x, int k, int again) => (TopK<M>(x, k).Values, TopK<M>(-x, again).Values);

            [Similarity] public static (Expr<A, B, Top<M>> best, Labels<A, B, Top<M>, M> at) Batched<A, B, M, D>(Expr<A, B, D> x, Expr<M, D> y, Labels<A, M> not, int k)
                => TopK<M>(Where(NotEqual(not, IndexOf<M>()), Dot<D>(x, y), -1000f), k);
        }
        """;

    private static readonly Lazy<GeneratedCode> s_code = new(() => new(Source));

    private static GeneratedCode Code => s_code.Value;

    /// <summary>Name, extents of A, B, N, M, D, and k.</summary>
    public static TheoryData<string, int, int, int, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int, int, int, int>();
            foreach (string name in (string[])["Nearest", "TableFirst", "Neighbours", "InMemory", "DownColumns", "OneQuery", "OfSoftmax", "Vote", "One", "Batched"])
            {
                data.Add(name, 7, 53, 5, 4);
                data.Add(name, 101, 300, 3, 17);
                data.Add(name, 3, 4, 2, 9);
                data.Add(name, 5, 40, 2, 0);
                data.Add(name, 0, 6, 2, 2);
                // Of no columns there is no label that Batched could take.
                if (name != "Batched") data.Add(name, 6, 0, 2, 2);
                data.Add(name, 4, 5, 0, 3);
            }

            // Enough columns for several parts.
            data.Add("Nearest", 40, 4000, 3, 25);
            data.Add("InMemory", 2, 70000, 1, 6);
            data.Add("OneQuery", 1, 140000, 2, 5);
            return data;
        }
    }

    /// <summary>Small integers: sums of them are exact in every precision, and most rows have equal scores that only their positions order.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Ties_are_as_the_interpreter_says(string name, int n, int m, int d, int k)
    {
        Check<float>(name, n, m, d, k, random => random.Next(-2, 3), name is "Vote" or "OfSoftmax" or "TableFirst" ? 1e-4 : 0);
        Check<double>(name, n, m, d, k, random => random.Next(-2, 3), name is "Vote" or "OfSoftmax" or "TableFirst" ? 1e-9 : 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_are_as_the_interpreter_says(string name, int n, int m, int d, int k)
        => Check<double>(name, n, m, d, k, random => random.NextDouble() * 2 - 1, 1e-9);

    /// <summary>NaN behind all numbers, −∞ among them, and whole rows of either.</summary>
    [Theory]
    [InlineData(9, 30, 30)]
    [InlineData(9, 30, 12)]
    [InlineData(9, 3000, 40)]
    [InlineData(3, 60000, 5)]
    public void NaN_comes_last(int n, int m, int k)
    {
        double[] special = [double.NaN, double.NaN, double.NegativeInfinity, double.PositiveInfinity, 0, -0.0, 1];
        Check<float>("InMemory", n, m, 1, k, random => special[random.Next(special.Length)], 0);
        Check<float>("InMemory", n, m, 1, k, random => double.NaN, 0);
        Check<float>("InMemory", n, m, 1, k, random => random.Next(20) == 0 ? 1 : double.NaN, 0);
        Check<float>("InMemory", n, m, 1, k, random => double.NegativeInfinity, 0);
    }

    private static void Check<T>(string name, int n, int m, int d, int k, Func<Random, double> element, double tolerance)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var template = Code.In<T>(name);
        var extents = Extents(n, m, d);
        object[] arguments = Arguments(template.Function, extents, k, element);
        double[][] expected = Interpreter.Run(template.Function, extents, arguments), found = template.Values(extents, arguments);
        Assert.Equal(expected.Length, found.Length);
        for (int r = 0; r < expected.Length; r++)
        {
            // Equal scores that are rounded differently may change places; their values are compared all the same.
            if (tolerance == 0) Assert.Equal(expected[r], found[r]);
            else if (template.Function.Results[r].Class is null) GradientCheck.Same([expected[r]], [found[r]], tolerance, name);
            else if (tolerance <= 1e-9 && name is not "TableFirst") Assert.Equal(expected[r], found[r]);
        }
    }

    private static Dictionary<string, int> Extents(int n, int m, int d) => new() { ["N"] = n, ["M"] = m, ["D"] = d, ["A"] = n, ["B"] = 2 };

    private static object[] Arguments(Function f, IReadOnlyDictionary<string, int> extents, int k, Func<Random, double> element)
    {
        var random = new Random(17);
        return
        [
            .. f.Parameters.Select(p =>
            {
                int length = p.Axes.Aggregate(1, (count, a) => count * extents[a.Dim]);
                return p.Kind switch
                {
                    ParameterKind.Int => (object)k,
                    ParameterKind.Labels => Enumerable.Range(0, length).Select(_ => random.Next(extents[p.Class!.Value.Dim])).ToArray(),
                    _ => Enumerable.Range(0, length).Select(_ => element(random)).ToArray(),
                };
            }),
        ];
    }

    [Fact]
    public void The_first_is_the_maximum()
    {
        var template = Code.In<float>("One");
        var extents = Extents(33, 400, 6);
        double[][] results = template.Values(extents, Arguments(template.Function, extents, 1, random => random.Next(-3, 4)));
        Assert.Equal(results[0], results[2]);
        Assert.Equal(results[1], results[3]);
    }

    [Theory]
    [InlineData("Nearest", 64, 9000)]
    [InlineData("Nearest", 500, 700)]
    [InlineData("TableFirst", 30, 9000)]
    [InlineData("Neighbours", 700, 1)]
    [InlineData("InMemory", 1, 300000)]
    public void However_many_threads_find_the_same_bits(string name, int n, int m)
    {
        var template = Code.In<float>(name);
        var extents = Extents(n, m, name == "InMemory" ? 1 : 67);
        object[] arguments = Arguments(template.Function, extents, 13, random => random.NextDouble() - 0.5);
        double[][]? expected = null;
        foreach (int threads in (int[])[1, 2, 2, 4, 4])
        {
            using var limit = Threads.LimitTo(threads);
            double[][] found = template.Values(extents, arguments);
            expected ??= found;
            for (int r = 0; r < found.Length; r++) Assert.True(expected[r].AsSpan().SequenceEqual(found[r]), $"{name} with {threads} threads differs from 1 thread");
        }
    }

    /// <summary>All pairs would be 128 MiB, and a copy of the table in another order 2 MiB.</summary>
    [Theory]
    [InlineData("Nearest")]
    [InlineData("TableFirst")]
    public void Scores_are_never_stored(string name)
    {
        var template = Code.In<float>(name);
        var extents = Extents(512, 65536, 8);
        var call = template.Prepare("", extents, Arguments(template.Function, extents, 10, random => random.NextDouble()));
        Scratch.Trim();
        long before = Scratch.AllocatedBytes;
        Scratch.ResetPeak();
        call.Invoke();
        long peak = Scratch.PeakBytes - before;
        Assert.InRange(peak, 1, 8 << 20);
    }

    [Fact]
    public void A_call_allocates_its_results()
    {
        var template = Code.In<float>("Nearest");
        var extents = Extents(96, 2000, 8);
        var call = template.Prepare("", extents, Arguments(template.Function, extents, 10, random => random.NextDouble()));
        // Two arrays of 960 elements, their tensors, and what reflection boxes.
        Assert.InRange(call.AllocatedBytes(), 7680, 7680 + 1024);
    }

    [Fact]
    public void A_negative_number_is_refused_by_name()
    {
        var template = Code.In<float>("Nearest");
        var extents = Extents(4, 5, 3);
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => template.Values(extents, Arguments(template.Function, extents, -1, _ => 1)));
        Assert.Equal("k", e.ParamName);
        Assert.Contains("Nearest", e.Message);
    }

    [Fact]
    public void Searches_of_one_dim_agree_on_how_many_they_find()
    {
        var template = Code.In<float>("Twice");
        var extents = Extents(4, 5, 3);
        object[] arguments = Arguments(template.Function, extents, 2, random => random.Next(9));
        GradientCheck.Same(Interpreter.Run(template.Function, extents, arguments), template.Values(extents, arguments), 0, "Twice");
        arguments[2] = 3;
        var e = Assert.Throws<ShapeMismatchException>(() => template.Values(extents, arguments));
        foreach (string part in (string[])["Twice", "Top<M>", "2", "'again'", "3"]) Assert.Contains(part, e.Message);
    }

    [Fact]
    public void Results_are_written_into_what_is_given()
    {
        var method = Code["Nearest"].Type.GetMethods().Single(m => m.Name == "NearestInto" && m.GetParameters()[0].ParameterType.GetGenericArguments()[0] == typeof(float))
            .MakeGenericMethod(typeof(A), typeof(B), typeof(C));
        Tensor<float, A, C> queries = new([1, 0, 0, 1], 2, 2);
        Tensor<float, B, C> table = new([1, 5, 2, 4, 3, 3], 3, 2);
        var scores = Tensors.Zeros<float, A, Top<B>>(2, 2);
        var nearest = Tensors.Zeros<Index<B>, A, Top<B>>(2, 2);
        method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [queries, table, scores, nearest, 2], null);
        Assert.Equal([3f, 2f, 5f, 4f], scores.Span.ToArray());
        Assert.Equal([2, 1, 0, 1], nearest.Positions().ToArray());
        var e = Assert.Throws<ShapeMismatchException>(() => method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [queries, table, scores, nearest, 3], null));
        Assert.Contains("Top<", e.Message);
    }

    private abstract class A;

    private abstract class B;

    private abstract class C;

    [Theory]
    [InlineData("Nearest")]
    [InlineData("TableFirst")]
    [InlineData("Neighbours")]
    [InlineData("Vote")]
    public void Nothing_over_all_pairs_is_in_the_plan(string name)
    {
        var plan = Plan(name);
        Assert.Single(plan.Passes.OfType<TopPass>());
        Assert.All(plan.Buffers, b => Assert.True(b.Layout.Count(a => a.Dim is "N" or "M") < 2, b.Name));
    }

    [Fact]
    public void The_plan_of_a_search()
        => Snapshot.Match($"{IrPrinter.Print(Plan("Vote").Function)}\n{PlanPrinter.Print(Plan("Vote"))}\n{PlanPrinter.Print(Plan("Neighbours"))}", "Search", "txt");

    private static Plan Plan(string name) => Scheduler.Run(Simplify.Run(Stabilize.Run(Code[name].Function), dropStopGradient: true));
}

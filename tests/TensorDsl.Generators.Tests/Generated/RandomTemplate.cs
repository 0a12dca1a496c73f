using System.Text;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>
/// A random template as its author would write it: a list of locals over two or three tensors, each made of earlier ones, and a mean or a
/// matrix of their sum. Values stay of moderate size and clear of poles, so that what differs is wrong and not merely rounded.
/// </summary>
public sealed class RandomTemplate
{
    private const string N = "N", M = "M", D = "D", C = "C", NPrime = "Prime<N>";

    /// <summary>No value has more axes, so that the interpreter can hold all of it.</summary>
    private const int MostAxes = 3;

    private readonly Random _random;
    private readonly StringBuilder _body = new();
    private readonly List<Value> _values = [];
    private readonly List<Value> _masks = [];
    private int _locals;

    private RandomTemplate(int seed)
    {
        _random = new(seed);
        Name = $"Random{seed}";
        (string Declaration, Value Value)[] tensors =
        [
            ("Expr<N, D> a", new("a", [N, D])), ("Expr<M, D> b", new("b", [M, D])), ("Expr<N, D> c", new("c", [N, D])),
            ("Expr<N, Prime<N>> y", new("y", [N, NPrime])), ("Expr<N, C> t", new("t", [N, C])), ("Expr<C, D> w", new("w", [C, D])), ("Expr<D> v", new("v", [D])), ("Expr s", new("s", [])),
        ];
        var declarations = new List<string>();
        // The first has axes, for the others may be a scalar and a vector.
        foreach (int i in new[] { _random.Next(6) }.Concat(Enumerable.Range(0, tensors.Length).OrderBy(_ => _random.Next())).Distinct().Take(2 + _random.Next(2)))
        {
            declarations.Add(tensors[i].Declaration);
            _values.Add(tensors[i].Value);
        }

        int given = _values.Count;
        bool Has(string dim) => _values.Take(given).Any(v => v.Axes.Contains(dim));
        if (Has(N) && Has(C))
        {
            declarations.Add("Labels<N, C> l");
            HasLabels = true;
            _masks.Add(new("Equal(l, l.Prime<N>())", [N, NPrime]));
            _masks.Add(new("Equal(l, IndexOf<C>())", [N, C]));
        }

        if (Has(N) && Has(D))
        {
            declarations.Add("Mask<N, D> m");
            _masks.Add(new("m", [N, D]));
            _masks.Add(new("Any<D>(m)", [N]));
        }

        if (Has(N)) _masks.Add(new("OffDiagonal<N>()", [N, NPrime]));
        if (Has(M)) _masks.Add(new("(Equal(IndexOf<M>(), IndexOf<M>()))", [M]));
        string[] dims = [.. new[] { N, M, D, C }.Where(Has)];

        int steps = 4 + _random.Next(7);
        for (int step = 0; step < steps; step++) Step();
        // Everything counts, so that nothing above is dead code; sums, because a mean over nothing is NaN and would hide the rest.
        string sum = string.Join(" + ", _values.Skip(given).Select(Reduced).Append(Reduced(_values[0])));
        bool loss = seed % 3 != 0;
        var last = _values[^1];
        if (loss) _body.AppendLine($"        return {sum};");
        else _body.AppendLine($"        return {last.Text} * ({sum});");
        string result = loss || last.Axes.Count == 0 ? "Expr" : $"Expr<{string.Join(", ", last.Axes)}>";
        Source = $"    [{(loss ? "Loss" : "Similarity")}]\n    internal static {result} {Name}<{string.Join(", ", dims)}>({string.Join(", ", declarations)})\n    {{\n{_body}    }}\n";
    }

    public string Name { get; }

    public string Source { get; }

    private bool HasLabels { get; }

    public static RandomTemplate Of(int seed) => new(seed);

    private static string Reduced(Value v) => v.Axes.Count == 0 ? v.Text : $"0.05f * Sum({v.Text})";

    private void Step()
    {
        for (int attempt = 0; attempt < 50; attempt++)
        {
            if (Next() is not { } made || made.Axes.Count > MostAxes) continue;
            string name = $"x{++_locals}";
            _body.AppendLine($"        var {name} = {made.Text};");
            _values.Add(made with { Text = name });
            return;
        }
    }

    private Value? Next()
    {
        var x = Pick(_values);
        var y = Pick(_values);
        string[] both = [.. x.Axes.Union(y.Axes)];
        string[] shared = [.. x.Axes.Intersect(y.Axes)];
        string axis = x.Axes.Count > 0 ? x.Axes[_random.Next(x.Axes.Count)] : "";
        string[] less = [.. x.Axes.Where(a => a != axis)];
        Value? mask = _masks.Count > 0 ? Pick(_masks) : null;
        switch (_random.Next(30))
        {
            case 0: return new($"0.5f * {x} * {y}", both);
            case 1: return new($"{x} / (Abs({y}) + 1f)", both);
            case 2: return new($"Exp(-Square({x}))", x.Axes);
            case 3: return new($"Log(1f + Square({x}))", x.Axes);
            case 4: return new($"Sigmoid({x}) - 0.1f", x.Axes);
            case 5: return new($"Sqrt(Square({x}) + 0.1f)", x.Axes);
            case 6: return new($"Max({x}, 0.77f * {y})", both);
            case 7: return new($"Tanh({x}) - {y}", both);
            case 8: return new($"Softplus({x} - {y})", both);
            case 9: return new($"Clamp({x}, -0.83f, 0.91f)", x.Axes);
            case 10: return new($"LogAddExp({x}, {y})", both);
            case 11 when mask is not null: return new($"Where({mask}, {x}, {y})", [.. both.Union(mask.Axes)]);
            case 12 when mask is not null: return new($"Where({mask} & ({x} > 0.21f), Sin({x}), 0.3f)", [.. x.Axes.Union(mask.Axes)]);
            case 13 when mask is not null && axis != "":
                return new($"Sum<{axis}>({x}, where: {mask}) * 0.1f", [.. x.Axes.Union(mask.Axes).Where(a => a != axis)]);
            case 14 when mask is not null && axis != "":
                return new($"Max<{axis}>({x}, where: {mask} | ({x} > -0.5f)).Clamp(-3f, 3f)", [.. x.Axes.Union(mask.Axes).Where(a => a != axis)]);
            case 15 when axis != "": return new($"Mean<{axis}>({x} * {y})", [.. both.Where(a => a != axis)]);
            case 16 when axis != "": return new($"LogSumExp<{axis}>({x})", less);
            case 17 when axis != "": return new($"Softmax<{axis}>({x})", x.Axes);
            case 18 when axis != "": return new($"LogSoftmax<{axis}>(2f * {x})", x.Axes);
            case 19 when axis != "": return new($"(_random{axis.Length % 2}<{axis}>({x}))".Replace("_random0", "Max").Replace("_random1", "Min"), less);
            case 20 or 21 or 22 when shared.Length > 0 && shared[_random.Next(shared.Length)] is var over:
                return new($"Dot<{over}>({x}, {y}) * 0.1f", [.. both.Where(a => a != over)]);
            case 23 when shared.Length > 0 && shared[_random.Next(shared.Length)] is var over:
                return new($"Cosine<{over}>({x}, {y})", [.. both.Where(a => a != over)]);
            case 24 when axis != "": return new($"Normalize<{axis}>({x} + 0.2f)", x.Axes);
            case 25 when axis != "": return new($"Norm<{axis}>({x} + 0.2f) * 0.2f", less);
            case 26 when x.Axes.Contains(N) && x.Axes.Contains(NPrime): return new($"Diagonal<N>({x})", [.. x.Axes.Where(a => a != NPrime)]);
            case 27 when HasLabels && x.Axes.Contains(C): return new($"{x}.At(l)", [.. x.Axes.Where(a => a != C).Union([N])]);
            case 28 when x.Axes.Contains(N) && !x.Axes.Contains(NPrime): return new($"{x}.Prime<N>()", [.. x.Axes.Select(a => a == N ? NPrime : a)]);
            case 29 when x.Axes.Contains(N) && shared.Contains(D) && y.Axes.Contains(N) && !x.Axes.Contains(NPrime) && !y.Axes.Contains(NPrime):
                return new($"Dot<D>({x}, {y}.Prime<N>()) * 0.1f", [.. both.Where(a => a != D).Append(NPrime)]);
            default: return null;
        }
    }

    private Value Pick(List<Value> from) => from[_random.Next(from.Count)];

    /// <summary>An expression and the axes of its value.</summary>
    private sealed record Value(string Text, IReadOnlyList<string> Axes)
    {
        public override string ToString() => Text;
    }
}

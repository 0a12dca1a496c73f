using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Reverse mode: appends to a function the instructions that compute the gradients of its results.
/// <code>
/// before                        after (Gradient)
/// %0 : [N] = x                  %0 : [N] = x                 %4 : [N] = Multiply %3, %0
/// %1 : [N] = Multiply %0, %0    %1 : [N] = Multiply %0, %0   %5 : [N] = …
/// %2 : [] = Sum&lt;N&gt; %1          %2 : [] = Sum&lt;N&gt; %1         return %2
/// return %2                     %3 : [] = upstream           return gradX: %5
/// </code>
/// What it makes is a function like any other, so that it can be differentiated again. Derivative rules stand in the op tables;
/// here are only the flow of cotangents (<see cref="Cotangents"/>) and the sum over the axes along which an operand was broadcast.
/// </summary>
public static class Differentiate
{
    private const string Name = "Differentiate";

    /// <summary>
    /// Of a loss: its value and then the gradient of each differentiable parameter, times a float parameter 'upstream' that is appended.
    /// </summary>
    public static Function Gradient(Function f)
    {
        if (f.Results.Count != 1 || f.Results[0].Axes.Count != 0)
            throw new InvalidOperationException($"pass '{Name}': '{f.Name}' has no single scalar result");
        return Run(f, [new(Fresh(f, "upstream"), ParameterKind.Float)], keepValue: true);
    }

    /// <summary>
    /// Of a similarity: the gradient of each differentiable parameter, given a cotangent for each result in appended parameters that are
    /// called 'upstream', of a tuple 'upstream' and the element's name.
    /// </summary>
    public static Function Backward(Function f) => Run(f, [.. f.Results.Where(r => r.Class is null).Select(r => Upstream(f, r))], keepValue: false);

    private static Parameter Upstream(Function f, Result result)
    {
        string name = f.Results.Count == 1 || result.Name is null ? "upstream" : "upstream" + Pascal(result.Name);
        return new(Fresh(f, name), result.Axes.Count == 0 ? ParameterKind.Scalar : ParameterKind.Tensor, result.Axes);
    }

    private static Function Run(Function f, Parameter[] upstream, bool keepValue)
    {
        var b = new IrBuilder();
        int[] to = Rewriting.Rebuild(f, b, (_, instr, operands) => instr is Call or Choose ? throw Rewriting.Unexpected(Name, instr) : b.Rebuild(instr, operands));
        int forward = b.Count;
        bool[] active = Active(f, b);
        var cotangents = new Cotangents(b, new(b, active));
        // Labels have no cotangent.
        var numbers = f.Results.Where(r => r.Class is null).ToList();
        for (int i = 0; i < numbers.Count; i++)
        {
            int value = to[numbers[i].Value];
            int seed = b.Input(f.Parameters.Count + i, upstream[i]);
            // A result's axis that its value lacks is broadcast, so its cotangent is summed like an operand's.
            cotangents.Add(value, -1, seed, numbers[i].Axes.Where(a => !b.AxesOf(value).Contains(a)));
        }

        for (int id = forward - 1; id >= 0; id--)
        {
            if (!active[id]) continue;
            foreach (var (mask, dy) in cotangents.Of(id)) Propagate(b, cotangents, active, id, mask, dy);
        }

        var results = new List<Result>();
        if (keepValue) results.AddRange(f.Results.Select(r => r with { Value = to[r.Value] }));
        for (int p = 0; p < f.Parameters.Count; p++)
        {
            var parameter = f.Parameters[p];
            if (parameter.IsDifferentiable)
                results.Add(new(cotangents.Total(b.Input(p, parameter)), parameter.Axes, "grad" + Pascal(parameter.Name), p));
        }

        return DeadCode.Remove(f with
        {
            Parameters = f.Parameters.Concat(upstream).ToEquatable(),
            Code = b.Code,
            Results = results.ToEquatable(),
            ValueNames = Rewriting.Names(f, to),
        });
    }

    /// <summary>Which values the differentiable parameters reach by a differentiable path; only they are given cotangents.</summary>
    private static bool[] Active(Function f, IrBuilder b)
    {
        bool[] active = new bool[b.Count];
        for (int id = 0; id < active.Length; id++)
            active[id] = b[id] is Input input ? f.Parameters[input.Parameter].IsDifferentiable : Differentiable.Passes(b[id]) && b[id].Operands.Any(o => active[o]);
        return active;
    }

    /// <summary>Hands one group of a value's cotangent on to the operands.</summary>
    private static void Propagate(IrBuilder b, Cotangents cotangents, bool[] active, int id, int mask, int dy)
    {
        void Contribute(int operand, int contribution, IEnumerable<Axis> space)
        {
            if (active[operand]) cotangents.Add(operand, mask, contribution, space.Where(a => !b.AxesOf(operand).Contains(a)));
        }

        switch (b[id])
        {
            case Input or Constant or MaskConstant or Extent or Position or TopK:
                break;
            case Map m when ScalarOps.Get(m.Op).Vjp is { } vjp:
                int[] contributions = vjp(b, [.. m.Args], id, dy);
                for (int i = 0; i < contributions.Length; i++)
                    if (contributions[i] != ScalarOp.None) Contribute(m.Args[i], contributions[i], m.Axes);
                break;
            case Reduce r when ReduceOps.Get(r.Op).Vjp is { } vjp:
                Contribute(r.Arg, vjp(b, r, id, dy), []);
                break;
            case Map or Reduce:
                break;
            case Rename r:
                if (active[r.Arg]) cotangents.Add(r.Arg, mask < 0 ? mask : b.Rename(mask, r.To, r.From), b.Rename(dy, r.To, r.From), []);
                break;
            case Gather g:
                var others = b.AxesOf(g.Arg).Where(a => a != g.On).ToList();
                var over = b.AxesOf(g.Index).Where(a => !others.Contains(a)).ToList();
                if (over.Count == 0)
                    Contribute(g.Arg, b.Select(b.Map("IndexEqual", b.Position(g.On), g.Index), dy, b.Zero()), g.Axes.Append(g.On));
                else if (active[g.Arg])
                    cotangents.AddScattered(g.Arg, mask, dy, g, over);
                break;
            case Scatter s:
                var space = b.AxesOf(s.Arg).Union(b.AxesOf(s.Index)).ToList();
                if (active[s.Arg])
                    cotangents.Add(s.Arg, -1, b.At(cotangents.Apply(mask, dy, forSum: false), s.Index, s.On), space.Where(a => !b.AxesOf(s.Arg).Contains(a)));
                break;
            case SingularValues s when active[s.Arg]:
                // All columns of a matrix mix, so only a mask that tells whole matrices apart can wait; it keeps out those with a NaN.
                bool waits = mask < 0 || !b.AxesOf(mask).Contains(s.Columns);
                int gradient = b.SingularValuesGradient(s.Arg, waits ? dy : cotangents.Apply(mask, dy, forSum: false), s.Rows, s.Columns);
                cotangents.Add(s.Arg, waits ? mask : -1, gradient, b.AxesOf(gradient).Where(a => !b.AxesOf(s.Arg).Contains(a)));
                break;
            case SingularValues or SingularValuesGradient:
                break;
            default:
                throw Rewriting.Unexpected(Name, b[id]);
        }
    }

    private static string Fresh(Function f, string name)
    {
        while (f.Parameters.Any(p => p.Name == name)) name += "_";
        return name;
    }

    private static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);
}

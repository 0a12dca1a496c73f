using System.Reflection;
using System.Text.RegularExpressions;
using TensorDsl.Cpu;

namespace TensorDsl.LossTests.Memory;

/// <summary>
/// A generated method of a loss whose plan walks over tiles of pairs, in one case of its options. They are found by the explanations that the
/// methods carry, so that no loss is left out. The benchmarks use this file too.
/// </summary>
public sealed partial class PairwiseLoss
{
    /// <summary>The extent of dims that are no side of a tile, and the number of classes of labels.</summary>
    private const int Width = 4, Classes = 64;

    private static readonly Type[] s_dims = [typeof(Dim1), typeof(Dim2), typeof(Dim3), typeof(Dim4), typeof(Dim5), typeof(Dim6)];

    private readonly MethodInfo _method;
    private readonly IReadOnlyDictionary<string, object> _options;
    private readonly IReadOnlySet<string> _sides;

    private PairwiseLoss(MethodInfo method, IReadOnlyDictionary<string, object> options, IReadOnlySet<string> sides)
        => (_method, _options, _sides) = (method, options, sides);

    /// <summary>The losses of an assembly, values and gradients, each in every case of its truth values and enums.</summary>
    public static IReadOnlyList<PairwiseLoss> All { get; } =
    [
        .. from type in typeof(Losses).Assembly.GetExportedTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
           // Of a loss the value and the gradient are a number; a similarity of all pairs has results of the size of all pairs.
           where method.ReturnType == typeof(float)
           let text = method.GetCustomAttributes<ExplanationAttribute>().FirstOrDefault(a => a.GetType() == typeof(ExplanationAttribute))?.Text
           where text is not null && Tiles.IsMatch(text)
           let sides = Sides(text)
           orderby method.DeclaringType!.Name, method.Name, method.ToString()
           from options in Cases(method)
           select new PairwiseLoss(method, options, sides),
    ];

    /// <summary>Its name, the dims of its tensors and its options.</summary>
    public string Name => $"{_method.DeclaringType!.Name}.{_method.Name}<{string.Join(", ", _method.GetGenericArguments().Select(g => g.Name))}>"
        + string.Concat(_options.Select(o => $", {o.Key}: {o.Value}"));

    /// <summary>The name of its method alone.</summary>
    public string Method => _method.Name;

    /// <summary>
    /// Calls it once with every side of its tiles <paramref name="rows"/> long; the bytes of scratch memory that it held at its peak, and those of
    /// its tensors, gradients among them.
    /// </summary>
    public (long Scratch, long Tensors) Measure(int rows)
    {
        var dims = _method.GetGenericArguments();
        var method = _method.MakeGenericMethod(s_dims[..dims.Length]);
        // A parameter's type in the open method names the dims of its axes, that of the closed one makes the tensor.
        object?[] arguments = [.. _method.GetParameters().Zip(method.GetParameters(), (open, closed) => Argument(open, closed, rows))];
        long tensors = arguments.Sum(Bytes);
        Scratch.Trim();
        long before = Scratch.AllocatedBytes;
        Scratch.ResetPeak();
        method.Invoke(null, arguments);
        return (Scratch.PeakBytes - before, tensors);
    }

    public override string ToString() => Name;

    private object? Argument(ParameterInfo open, ParameterInfo closed, int rows)
    {
        if (_options.TryGetValue(open.Name!, out object? option)) return option;
        if (!typeof(TensorBase).IsAssignableFrom(closed.ParameterType)) return closed.HasDefaultValue ? closed.DefaultValue : 1f;
        var element = closed.ParameterType.GetGenericArguments()[0];
        int[] sizes = [.. open.ParameterType.GetGenericArguments().Skip(1).Select(d => Size(d.Name, rows))];
        int count = sizes.Aggregate(1, (product, size) => checked(product * size));
        var random = new Random(open.Position);
        Array data;
        if (element == typeof(float)) data = Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1).ToArray();
        else if (element == typeof(bool)) data = Enumerable.Range(0, count).Select(_ => random.Next(2) > 0).ToArray();
        else
        {
            // Positions along a dim: a class, or a row where that dim is a side of the tiles.
            int below = open.ParameterType.GetGenericArguments()[0].GetGenericArguments() is [{ Name: var indexed }] && IsExtent(indexed) ? Size(indexed, rows) : Classes;
            data = Array.CreateInstance(element, count);
            for (int i = 0; i < count; i++) data.SetValue(Activator.CreateInstance(element, random.Next(below)), i);
        }

        return Activator.CreateInstance(closed.ParameterType, [data, .. sizes.Cast<object>()]);
    }

    /// <summary>Whether a tensor has the dim as an axis, so that its labels must lie below that extent.</summary>
    private bool IsExtent(string dim) => _method.GetParameters().Any(p => p.ParameterType.IsGenericType && p.ParameterType.GetGenericArguments().Skip(1).Any(d => d.Name == dim));

    private int Size(string dim, int rows) => _sides.Contains(dim) ? rows : Width;

    private static long Bytes(object? argument)
        => argument is TensorBase tensor ? 4L * Enumerable.Range(0, tensor.Sizes.Rank).Aggregate(1L, (product, axis) => product * tensor.Sizes[axis]) : 0;

    /// <summary>The dims of the two sides of its tiles; of a side with several, the first, so that the number of pairs is that of the rows squared.</summary>
    private static HashSet<string> Sides(string explanation)
        => [.. Tiles.Matches(explanation).SelectMany(m => new[] { m.Groups[1].Value, m.Groups[2].Value }).Select(side => side.Split('·')[0].TrimEnd('\''))];

    private static IEnumerable<IReadOnlyDictionary<string, object>> Cases(MethodInfo method)
    {
        IEnumerable<Dictionary<string, object>> all = [[]];
        foreach (var p in method.GetParameters().Where(p => p.ParameterType == typeof(bool) || p.ParameterType.IsEnum))
        {
            object[] values = p.ParameterType.IsEnum ? [.. Enum.GetValues(p.ParameterType).Cast<object>()] : [false, true];
            all = [.. all.SelectMany(some => values.Select(v => new Dictionary<string, object>(some) { [p.Name!] = v }))];
        }

        return all;
    }

    [GeneratedRegex(@"^pass \d+: tiles of (\S+) × ([^\s,]+)", RegexOptions.Multiline)]
    private static partial Regex Tiles { get; }

    public abstract class Dim1;

    public abstract class Dim2;

    public abstract class Dim3;

    public abstract class Dim4;

    public abstract class Dim5;

    public abstract class Dim6;
}

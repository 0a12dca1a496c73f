using TensorDsl.Generators.Passes;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>Extents of 0 and 1, NaN and infinite inputs, and calls with arguments that do not fit.</summary>
public class EdgeTests
{
    private static readonly string[] s_names = ["CosineMatrix", "Scores", "Layers", "NPairs", "InfoNce", "MarginNce", "CrossEntropy", "Perceptron"];

    public static TheoryData<string, string> Sizes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string name in s_names)
                foreach (string sizes in (string[])["N=0", "M=0", "D=0", "I=0", "H=0", "", "N=2", "D=9"]) data.Add(name, sizes);
            return data;
        }
    }

    public static TheoryData<string, double> Specials
    {
        get
        {
            var data = new TheoryData<string, double>();
            foreach (string name in s_names)
                foreach (double special in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, 1e30, 1e-30]) data.Add(name, special);
            return data;
        }
    }

    /// <summary>Every extent that is not named is 1.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Small_extents_are_as_the_interpreter_says(string name, string sizes)
    {
        var extents = new Dictionary<string, int> { ["N"] = 1, ["M"] = 1, ["D"] = 1, ["C"] = 1, ["I"] = 1, ["H"] = 1 };
        if (sizes.Length > 0) extents[sizes[..1]] = int.Parse(sizes[2..]);
        var template = KnownTemplates.Code.In<double>(name);
        var derived = template.IsLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
        object[] arguments = Sample.Arguments(derived, new(9), (-1, 1), extents);
        object[] primals = [.. arguments.Take(template.Function.Parameters.Count)];
        double[][] expected = Interpreter.Run(template.Function, extents, primals);
        GradientCheck.Same(expected, template.Values(extents, primals), 1e-9, $"{name} with {sizes}");
        // The mean over nothing is NaN, and the gradient of that has no right value.
        if (expected.SelectMany(v => v).Any(double.IsNaN)) return;
        GradientCheck.Same(Interpreter.Run(derived, extents, arguments), template.Gradients(extents, arguments), 1e-9, $"gradient of {name} with {sizes}");
    }

    /// <summary>
    /// One special element among ordinary ones. Float arithmetic would overflow where the interpreter does not, so this is in double.
    /// Gradients are compared where the value is a number.
    /// </summary>
    [Theory]
    [MemberData(nameof(Specials))]
    public void Special_inputs_are_as_the_interpreter_says(string name, double special)
    {
        var extents = new Dictionary<string, int> { ["N"] = 5, ["M"] = 3, ["D"] = 11, ["C"] = 6, ["I"] = 7, ["H"] = 9 };
        var template = KnownTemplates.Code.In<double>(name);
        var derived = template.IsLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
        object[] arguments = Sample.Arguments(derived, new(9), (-1, 1), extents);
        object[] primals = [.. arguments.Take(template.Function.Parameters.Count)];
        foreach (double[] tensor in primals.OfType<double[]>().Where(t => t.Length > 1))
        {
            double saved = tensor[tensor.Length / 2];
            tensor[tensor.Length / 2] = special;
            double[][] expected = Interpreter.Run(template.Function, extents, primals);
            string what = $"{name} with an element {special}";
            GradientCheck.Same(expected, template.Values(extents, primals), 1e-9, what);
            if (expected.SelectMany(v => v).All(double.IsFinite))
                GradientCheck.Same(Interpreter.Run(derived, extents, arguments), template.Gradients(extents, arguments), 1e-9, $"gradient of {what}");
            tensor[tensor.Length / 2] = saved;
        }
    }

    [Fact]
    public void A_mismatch_names_both_tensors_and_their_sizes_and_writes_nothing()
    {
        var template = KnownTemplates.Code.In<float>("InfoNce");
        var fits = Prepare("InfoNce", "Gradient", 4, 6);
        var other = Prepare("InfoNce", "Gradient", 5, 6);
        var call = fits.With("key", other["key"]);
        var e = Assert.Throws<ShapeMismatchException>(() => call.Invoke());
        foreach (string part in (string[])["InfoNce", "'query'", "'key'", "N=4", "N=5", "D=6"]) Assert.Contains(part, e.Message);
        Untouched(call);
    }

    [Fact]
    public void A_destination_of_the_wrong_shape_is_named_and_nothing_is_written()
    {
        var call = Prepare("InfoNce", "Gradient", 4, 6).With("gradKey", Prepare("InfoNce", "Gradient", 3, 6)["gradKey"]);
        var e = Assert.Throws<ShapeMismatchException>(() => call.Invoke());
        foreach (string part in (string[])["InfoNce", "'gradKey'", "N=3", "N=4"]) Assert.Contains(part, e.Message);
        Untouched(call);
    }

    [Fact]
    public void An_upstream_of_the_wrong_shape_is_named_and_nothing_is_written()
    {
        var call = Prepare("CosineMatrix", "Backward", 4, 6).With("upstream", Prepare("CosineMatrix", "Backward", 5, 6)["upstream"]);
        var e = Assert.Throws<ShapeMismatchException>(() => call.Invoke());
        foreach (string part in (string[])["CosineMatrix", "'upstream'", "N=4", "N=5"]) Assert.Contains(part, e.Message);
        Untouched(call);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    [InlineData(int.MaxValue)]
    public void A_label_outside_its_dim_is_named_and_nothing_is_written(int label)
    {
        var extents = new Dictionary<string, int> { ["N"] = 5, ["C"] = 6 };
        var template = KnownTemplates.Code.In<float>("CrossEntropy");
        object[] arguments = Sample.Arguments(Differentiate.Gradient(template.Function), new(9), (-1, 1), extents);
        ((int[])arguments[1])[3] = label;
        var call = template.Prepare("Gradient", extents, arguments);
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => call.Invoke());
        foreach (string part in (string[])["CrossEntropy", "'labels'", $"label {label} ", "position 3", "[0, 6)"]) Assert.Contains(part, e.Message);
        Untouched(call);
    }

    [Fact]
    public void A_destination_over_an_input_is_refused()
    {
        var call = Prepare("InfoNce", "Gradient", 4, 6);
        double[] before = Elements(call["query"]!);
        var e = Assert.Throws<ArgumentException>(() => call.With("gradQuery", call["query"]).Invoke());
        Assert.Contains("'gradQuery' overlaps the memory of 'query'", e.Message);
        Assert.Equal(before, Elements(call["query"]!));
    }

    /// <summary>A gradient that is not asked for changes none of the others.</summary>
    [Theory]
    [InlineData("gradQuery", "gradKey")]
    [InlineData("gradKey", "gradQuery")]
    public void A_gradient_may_be_left_out(string omitted, string asked)
    {
        var all = Prepare("InfoNce", "Gradient", 9, 6);
        object? value = all.Invoke();
        double[] expected = Elements(all[asked]!);
        var one = Prepare("InfoNce", "Gradient", 9, 6).With(omitted, null);
        Assert.Equal(value, one.Invoke());
        Assert.Equal(expected, Elements(one[asked]!));
    }

    private static GeneratedCall Prepare(string name, string suffix, int n, int d)
    {
        var extents = new Dictionary<string, int> { ["N"] = n, ["M"] = 3, ["D"] = d };
        var template = KnownTemplates.Code.In<float>(name);
        var derived = template.IsLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
        return template.Prepare(suffix, extents, Sample.Arguments(derived, new(2), (0.2, 1), extents));
    }

    /// <summary>Destinations begin as NaN.</summary>
    private static void Untouched(GeneratedCall call) => Assert.All(call.Destinations, d => Assert.All(Elements(d), e => Assert.Equal(double.NaN, e)));

    private static double[] Elements(object tensor) => [.. ((DenseTensor<float>)tensor).Span.ToArray().Select(e => (double)e)];
}

using TensorDsl.Cpu;
using TensorDsl.Generators.Passes;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>However many threads share the work, every bit of the results is the same: chunks are cut from the extents alone.</summary>
[Collection(GlobalStateCollection.Name)]
public class ThreadTests
{
    private static readonly Dictionary<string, int> s_extents = new() { ["N"] = 301, ["M"] = 257, ["D"] = 67, ["C"] = 130, ["I"] = 96, ["H"] = 150 };

    [Theory]
    [InlineData("InfoNce")]
    [InlineData("MarginNce")]
    [InlineData("CosineMatrix")]
    [InlineData("Manhattan")]
    [InlineData("CrossEntropy")]
    [InlineData("Perceptron")]
    public void The_result_is_bitwise_the_same(string name)
    {
        var template = KnownTemplates.Code.In<float>(name);
        var derived = template.IsLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
        object[] arguments = Sample.Arguments(derived, new(3), (-1, 1), s_extents);
        object[] primals = [.. arguments.Take(template.Function.Parameters.Count)];
        long[]? expected = null;
        // Twice each: which thread takes which chunk differs between calls.
        foreach (int threads in (int[])[1, 2, 2, 4, 4])
        {
            using var limit = Threads.LimitTo(threads);
            double[][] results = [.. template.Values(s_extents, primals), .. template.Gradients(s_extents, arguments)];
            long[] bits = [.. results.SelectMany(r => r).Select(BitConverter.DoubleToInt64Bits)];
            Assert.DoesNotContain(bits, b => double.IsNaN(BitConverter.Int64BitsToDouble(b)));
            expected ??= bits;
            Assert.True(expected.AsSpan().SequenceEqual(bits), $"{name} with {threads} threads differs from 1 thread");
        }
    }
}

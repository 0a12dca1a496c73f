namespace TensorDsl.Generators.Emit;

/// <summary>How each reduction starts, continues and ends, as text.</summary>
internal static class Reducing
{
    public static string Identity(string op, string simd) => op switch
    {
        "Sum" => $"{simd}.Constant(0)",
        "Prod" => $"{simd}.Constant(1)",
        "Max" or "MaxNumber" or "ArgMax" => $"{simd}.Constant(double.NegativeInfinity)",
        "Min" or "ArgMin" => $"{simd}.Constant(double.PositiveInfinity)",
        "Any" => $"{simd}.BroadcastMask(false)",
        "All" => $"{simd}.BroadcastMask(true)",
        _ => throw new InvalidOperationException($"Emit: reduction {op}"),
    };

    public static string Combine(string op, string simd, string accumulator, string value) => op switch
    {
        "Sum" => $"{simd}.Add({accumulator}, {value})",
        "Prod" => $"{simd}.Multiply({accumulator}, {value})",
        "Max" => $"{simd}.Max({accumulator}, {value})",
        "MaxNumber" => $"{simd}.MaxNumber({accumulator}, {value})",
        "Min" => $"{simd}.Min({accumulator}, {value})",
        "Any" => $"{simd}.Or({accumulator}, {value})",
        "All" => $"{simd}.And({accumulator}, {value})",
        _ => throw new InvalidOperationException($"Emit: reduction {op}"),
    };

    /// <summary>All lanes of an accumulator as one value.</summary>
    public static string Across(string op, string simd, string accumulator) => op switch
    {
        "Sum" => $"{simd}.Sum({accumulator})",
        "Prod" => $"{simd}.Product({accumulator})",
        "Max" or "MaxNumber" => $"{simd}.Largest({accumulator})",
        "Min" => $"{simd}.Smallest({accumulator})",
        "Any" => $"S.BroadcastMask({simd}.Any({accumulator}))",
        "All" => $"S.BroadcastMask({simd}.All({accumulator}))",
        _ => throw new InvalidOperationException($"Emit: reduction {op}"),
    };

    /// <summary>The type argument that combines partial results.</summary>
    public static string CombineType(string op) => op switch
    {
        "Sum" or "Prod" or "Max" or "Min" => $"TensorDslCpu.Combine{op}",
        "MaxNumber" => "TensorDslCpu.CombineMax",
        _ => throw new InvalidOperationException($"Emit: partial results of {op}"),
    };
}

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>How each reduction starts, continues and is finished across threads, as HLSL.</summary>
internal static class HlslReduction
{
    public const string Infinity = "asfloat(0x7F800000u)";
    public const string MinusInfinity = "asfloat(0xFF800000u)";

    /// <summary>What a reduction is called in the run-time library, where there is one maximum.</summary>
    public static string Name(string op) => op == "MaxNumber" ? "Max" : op;

    public static string Identity(string op) => Name(op) switch
    {
        "Sum" => "0.0",
        "Prod" => "1.0",
        "Max" => MinusInfinity,
        "Min" => Infinity,
        _ => throw new NotSupportedException($"there is no {op} over a tile or a panel"),
    };

    public static string Combine(string op, string a, string b) => Name(op) switch
    {
        "Sum" => $"{a} + {b}",
        "Prod" => $"{a} * {b}",
        "Max" => $"tdsl_max({a}, {b})",
        "Min" => $"tdsl_min({a}, {b})",
        _ => throw new InvalidOperationException($"Emit: reduction {op}"),
    };

    /// <summary>The value over all lanes of a row, which every lane gets.</summary>
    public static string Across(string op, string lanes, string value) => $"tdsl_{Name(op).ToLowerInvariant()}_across(threadIndex, {lanes}, {value})";
}

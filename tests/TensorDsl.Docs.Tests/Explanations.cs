using System.Reflection;

namespace TensorDsl.Docs.Tests;

/// <summary>What the generator says of the README's templates.</summary>
internal static class Explanations
{
    /// <summary>The passes of a generated method of <see cref="MyFunctions"/>.</summary>
    public static string Plan(string method)
    {
        string text = typeof(MyFunctions).GetMethods().Where(m => m.Name == method)
            .Select(m => m.GetCustomAttribute<ExplanationAttribute>()).OfType<ExplanationAttribute>().First().Text;
        int plan = text.IndexOf("pass 1", StringComparison.Ordinal);
        return plan < 0 ? throw new FormatException($"no plan in the explanation of {method}:\n{text}") : text[plan..].TrimEnd('\n') + "\n";
    }
}

namespace TensorDsl.Generators.Support;

/// <summary>Eight hexadecimal digits that tell names apart which read alike (FNV-1a). The same text gives the same digits on every machine.</summary>
internal static class HintHash
{
    public static string Of(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text) hash = unchecked((hash ^ c) * 16777619);
        return hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }
}

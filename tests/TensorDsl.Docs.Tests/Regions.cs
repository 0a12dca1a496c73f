namespace TensorDsl.Docs.Tests;

/// <summary>Parts of compiled source files.</summary>
internal static class Regions
{
    /// <summary>The lines of a region, without their common indentation.</summary>
    public static string Read(string file, string region)
    {
        string[] lines = Repository.Read(file).Split('\n');
        int start = Array.FindIndex(lines, l => l.Trim() == $"#region {region}");
        if (start < 0) throw new FormatException($"{file} has no region {region}");
        int end = Array.FindIndex(lines, start, l => l.Trim() == "#endregion");
        string[] part = lines[(start + 1)..end];
        int indent = part.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Concat(part.Select(l => (l.Length == 0 ? l : l[indent..]) + "\n"));
    }
}

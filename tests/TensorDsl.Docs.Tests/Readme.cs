using System.Text;

namespace TensorDsl.Docs.Tests;

/// <summary>
/// A document whose code blocks come from elsewhere. A comment before a block says from where: "source FILE REGION", "wrong" (the block is
/// itself the source, of a template with mistakes), "errors" (what the compiler says to the wrong block before), "explanation METHOD".
/// </summary>
internal static class Readme
{
    private const string Fence = "```";

    /// <summary>The document with each block replaced by what it should hold.</summary>
    /// <exception cref="FormatException">A C# block says not where it comes from.</exception>
    public static async Task<string> Regenerate(string document)
    {
        string[] lines = document.Split('\n');
        var result = new StringBuilder();
        string marker = "", wrong = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                if (line.Trim() is { Length: > 0 } text) marker = text.StartsWith("<!--", StringComparison.Ordinal) ? text[4..^3].Trim() : "";
                result.Append(line).Append(i + 1 < lines.Length ? "\n" : "");
                continue;
            }
            int end = Array.FindIndex(lines, i + 1, l => l == Fence);
            if (end < 0) throw new FormatException($"line {i + 1}: the block is not closed");
            string block = string.Concat(lines[(i + 1)..end].Select(l => l + "\n"));
            string[] words = marker.Split(' ');
            if (words[0] == "wrong") wrong = block;
            string wanted = words[0] switch
            {
                "source" => Regions.Read(words[1], words[2]),
                "errors" => await Mistakes.Show(wrong),
                "explanation" => Explanations.Plan(words[1]),
                _ when line == Fence + "csharp" && words[0] != "wrong" =>
                    throw new FormatException($"line {i + 1}: a comment must say where this example comes from"),
                _ => block,
            };
            result.Append(line).Append('\n').Append(wanted).Append(Fence).Append(end + 1 < lines.Length ? "\n" : "");
            marker = "";
            i = end;
        }
        return result.ToString();
    }
}

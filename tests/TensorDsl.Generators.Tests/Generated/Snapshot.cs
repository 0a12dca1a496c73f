using System.Runtime.CompilerServices;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>
/// Compares text with a file beside the test, in the naming of Verify: Class.Name.verified.txt. With SNAPSHOT_ACCEPT=1 in the environment the
/// file is written instead; what changed is then read in the version control's diff.
/// </summary>
public static class Snapshot
{
    public static void Match(string text, string name, string extension, [CallerFilePath] string test = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(test)!, $"{Path.GetFileNameWithoutExtension(test)}.{name}.verified.{extension}");
        text = text.Replace("\r", "").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(file, text);
            return;
        }

        Assert.True(File.Exists(file), $"{file} does not exist; SNAPSHOT_ACCEPT=1 writes it. It would hold:\n{text}");
        string expected = File.ReadAllText(file).Replace("\r", "");
        if (expected == text) return;
        var changes = new InlineDiffBuilder(new DiffPlex.Differ()).BuildDiffModel(expected, text).Lines.Where(l => l.Type != ChangeType.Unchanged)
            .Select(l => (l.Type == ChangeType.Inserted ? "+ " : "- ") + l.Text);
        Assert.Fail($"{Path.GetFileName(file)} differs (SNAPSHOT_ACCEPT=1 accepts it):\n{string.Join("\n", changes)}");
    }
}

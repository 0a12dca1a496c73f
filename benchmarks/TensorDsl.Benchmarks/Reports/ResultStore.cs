using System.Text.Json;

namespace TensorDsl.Benchmarks.Reports;

/// <summary>Results as files, one each, so that a row of a report can be measured again without the others.</summary>
internal static class ResultStore
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true };

    /// <summary>artifacts/benchmarks of the repository.</summary>
    public static string Folder => Path.Combine(Repository, "artifacts", "benchmarks");

    /// <summary>The folder that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Keeps a result under a kind and a key; an earlier one is overwritten.</summary>
    public static void Save<T>(string kind, string key, T result)
    {
        Directory.CreateDirectory(Path.Combine(Folder, kind));
        File.WriteAllText(Path.Combine(Folder, kind, key + ".json"), JsonSerializer.Serialize(result, s_options));
    }

    /// <summary>All results of a kind, by key.</summary>
    public static IReadOnlyDictionary<string, T> Load<T>(string kind)
    {
        string folder = Path.Combine(Folder, kind);
        if (!Directory.Exists(folder)) return new Dictionary<string, T>();
        return Directory.EnumerateFiles(folder, "*.json").ToDictionary(
            f => Path.GetFileNameWithoutExtension(f), f => JsonSerializer.Deserialize<T>(File.ReadAllText(f), s_options)!);
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "TensorDsl.sln"))) return folder.FullName;
        return Environment.CurrentDirectory;
    }
}

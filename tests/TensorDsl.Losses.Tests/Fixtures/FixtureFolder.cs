using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TensorDsl.LossTests.Fixtures;

/// <summary>Reads fixture files: tests/fixtures, or the folder that the environment variable TENSORDSL_FIXTURES names.</summary>
public static class FixtureFolder
{
    public const string Variable = "TENSORDSL_FIXTURES";

    private static readonly Lazy<IReadOnlyList<FixtureCase>> s_cases = new(() => Read(Folder));

    public static string Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : Public;

    /// <summary>The folder of this repository, found from this file: tests run on the machine that built them.</summary>
    public static string Public => Path.GetFullPath(Path.Combine(SourceFolder(), "..", "..", "fixtures"));

    public static IReadOnlyList<FixtureCase> Cases => s_cases.Value;

    public static IReadOnlyList<FixtureCase> Read(string folder)
    {
        string[] files = Directory.GetFiles(folder, "*.json");
        if (files.Length == 0) throw new InvalidOperationException($"No fixtures in {folder}");
        Array.Sort(files, StringComparer.Ordinal);
        return [.. files.SelectMany(ReadFile)];
    }

    private static IEnumerable<FixtureCase> ReadFile(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        string function = root.GetProperty("name").GetString()!;
        return [.. root.GetProperty("cases").EnumerateArray().Select(c => ReadCase(function, c))];
    }

    private static FixtureCase ReadCase(string function, JsonElement c)
    {
        var dims = Members(c, "dims", d => d.GetInt32());
        var errors = c.TryGetProperty("f32_error", out var e) ? e : default;
        return new(
            function,
            c.GetProperty("id").GetString()!,
            dims,
            Members(c, "inputs", a => ReadArray(a, dims)),
            Members(c, "params", ReadParam),
            ReadArray(c.GetProperty("output"), dims),
            c.TryGetProperty("grad_output", out var upstream) && upstream.ValueKind == JsonValueKind.Array ? Numbers(upstream) : null,
            Members(c, "gradients", Numbers),
            Members(c, "states", s => Numbers(s.GetProperty("data"))),
            errors.ValueKind == JsonValueKind.Object && errors.TryGetProperty("output", out var o) ? o.GetDouble() : 0,
            errors.ValueKind == JsonValueKind.Object ? Members(errors, "gradients", g => g.GetDouble()) : new Dictionary<string, double>(),
            c.TryGetProperty("note", out var note) ? note.GetString() ?? "" : "");
    }

    private static FixtureArray ReadArray(JsonElement array, Dictionary<string, int> extents)
    {
        string[] dims = array.TryGetProperty("dims", out var names) ? [.. names.EnumerateArray().Select(d => d.GetString()!)] : [];
        string? into = array.TryGetProperty("index_into", out var i) ? i.GetString() : null;
        return new(
            dims,
            [.. dims.Select(d => extents[d])],
            array.TryGetProperty("type", out var type) ? type.GetString()! : "float",
            into,
            into is null ? 0 : extents[into],
            Numbers(array.GetProperty("data")));
    }

    private static object? ReadParam(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        JsonValueKind.String when value.GetString() == "inf" => double.PositiveInfinity,
        JsonValueKind.String => value.GetString(),
        var other => throw new InvalidOperationException($"A param of kind {other}"),
    };

    private static double[] Numbers(JsonElement array) => array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().Select(Number)] : [Number(array)];

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN },
        _ => value.GetDouble(),
    };

    private static Dictionary<string, T> Members<T>(JsonElement parent, string name, Func<JsonElement, T> read)
        => parent.TryGetProperty(name, out var members) && members.ValueKind == JsonValueKind.Object
            ? members.EnumerateObject().ToDictionary(m => m.Name, m => read(m.Value))
            : [];

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

namespace TensorDsl.Samples;

/// <summary>The data files, which the build copies beside the program.</summary>
internal static class DataFile
{
    public static Stream Open(string name) => File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", name));

    public static string[] ReadLines(string name) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "data", name));
}

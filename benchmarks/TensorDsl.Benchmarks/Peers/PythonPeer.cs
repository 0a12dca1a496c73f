namespace TensorDsl.Benchmarks;

/// <summary>A library in Python, and how its process is started.</summary>
/// <param name="Name">What a table calls it.</param>
/// <param name="Library">What the driver imports: torch or faiss.</param>
/// <param name="Environment">Variables of its process.</param>
public sealed record PythonPeer(string Name, string Library, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>As Debian installs it.</summary>
    public static PythonPeer Torch { get; } = new("PyTorch", "torch", new Dictionary<string, string>());

    /// <summary>With a malloc that keeps its pages: by default glibc returns every large temporary to the system and faults it in again.</summary>
    public static PythonPeer TunedTorch { get; } = new("PyTorch, tuned malloc", "torch", new Dictionary<string, string>
    {
        ["GLIBC_TUNABLES"] = "glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=17179869184",
    });

    public static PythonPeer Faiss { get; } = new("Faiss, flat", "faiss", new Dictionary<string, string>());

    public static IReadOnlyList<PythonPeer> BothTorch { get; } = [Torch, TunedTorch];
}

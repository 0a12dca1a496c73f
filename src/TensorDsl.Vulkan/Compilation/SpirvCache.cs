using System.Security.Cryptography;
using System.Text;

namespace TensorDsl.Vulkan.Compilation;

/// <summary>SPIR-V kept between runs, named by the SHA-256 of all that it depends on, so that an entry never becomes outdated.</summary>
/// <param name="directory">The folder, or empty for no cache.</param>
internal sealed class SpirvCache(string directory)
{
    private const int MagicNumber = 0x07230203;

    /// <summary>The folder "tensordsl" in the user's cache folder, by the conventions of the system; empty where there is none.</summary>
    public static string DefaultDirectory
    {
        get
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            string root = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : OperatingSystem.IsMacOS() ? home.Length > 0 ? Path.Combine(home, "Library", "Caches") : ""
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
                : home.Length > 0 ? Path.Combine(home, ".cache") : "";
            return root.Length > 0 ? Path.Combine(root, "tensordsl") : "";
        }
    }

    public byte[]? TryGet(IShaderCompiler compiler, string hlsl)
        => CheckedFile.TryRead(FileOf(compiler, hlsl)) is { Length: >= 4 } spirv && BitConverter.ToInt32(spirv) == MagicNumber ? spirv : null;

    public void Put(IShaderCompiler compiler, string hlsl, ReadOnlySpan<byte> spirv) => CheckedFile.TryWrite(FileOf(compiler, hlsl), spirv);

    /// <summary>The file of an entry, or empty without a cache.</summary>
    public string FileOf(IShaderCompiler compiler, string hlsl)
    {
        if (directory.Length == 0) return "";
        // The lengths keep two different triples from being one text.
        string key = $"{compiler.Name.Length} {compiler.Version.Length}\n{compiler.Name}\n{compiler.Version}\n{hlsl}";
        return Path.Combine(directory, "spirv", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".spv");
    }
}

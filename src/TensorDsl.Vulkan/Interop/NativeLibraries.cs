using System.Runtime.InteropServices;

namespace TensorDsl.Vulkan.Interop;

/// <summary>Finds the native libraries, whose file names differ by system and by who packaged them.</summary>
internal static class NativeLibraries
{
    public const string Vulkan = "vulkan";
    public const string Shaderc = "shaderc";

    // Resolvers are per assembly and can be set once.
    static NativeLibraries() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, static (name, _, _) => Load(name));

    /// <summary>Must have run before the first call of a function of these libraries.</summary>
    public static void Initialize()
    {
    }

    /// <summary>Whether a library can be loaded: if not, each of its functions would throw <see cref="DllNotFoundException"/>.</summary>
    public static bool CanLoad(string library) => Load(library) != 0;

    /// <summary>The files that are tried, for messages.</summary>
    public static string[] Files(string library) => library switch
    {
        Vulkan when OperatingSystem.IsWindows() => ["vulkan-1.dll"],
        Vulkan when OperatingSystem.IsMacOS() => ["libvulkan.1.dylib", "libMoltenVK.dylib"],
        Vulkan => ["libvulkan.so.1", "libvulkan.so"],
        Shaderc when OperatingSystem.IsWindows() => ["shaderc_shared.dll"],
        Shaderc when OperatingSystem.IsMacOS() => ["libshaderc_shared.1.dylib", "libshaderc_shared.dylib"],
        // Distributions' own, and the Vulkan SDK's.
        Shaderc => ["libshaderc.so.1", "libshaderc_shared.so.1", "libshaderc_shared.so"],
        _ => [],
    };

    private static nint Load(string library)
    {
        foreach (string file in Files(library))
            if (NativeLibrary.TryLoad(file, out nint handle)) return handle;
        return 0;
    }
}

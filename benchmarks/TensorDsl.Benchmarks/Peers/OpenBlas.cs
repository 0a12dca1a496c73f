using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Benchmarks;

/// <summary>OpenBLAS's matrix product, where the machine has the library.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112;

    /// <summary>
    /// What OpenBLAS reads when it is loaded. The core type is forced where it may pick one that is slow on this processor: with AVX-512 it can
    /// settle on kernels for AVX2. Its threads wait by spinning, by default for so long that they would disturb the contender that comes next.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = Avx512F.IsSupported
        ? new Dictionary<string, string> { ["OPENBLAS_THREAD_TIMEOUT"] = "20", ["OPENBLAS_CORETYPE"] = "SkylakeX" }
        : new Dictionary<string, string> { ["OPENBLAS_THREAD_TIMEOUT"] = "20" };

    /// <summary>Loads the library; false where there is none.</summary>
    public static bool IsInstalled { get; } = TryLoad();

    /// <summary>The kernels that it picked, such as Haswell.</summary>
    public static string CoreType => Marshal.PtrToStringUTF8(openblas_get_corename()) ?? "";

    /// <summary>Its version and options.</summary>
    public static string Configuration => (Marshal.PtrToStringUTF8(openblas_get_config()) ?? "").Trim();

    /// <summary>Whether the kernels use the processor's widest vectors: what is slower is no fair peer.</summary>
    public static bool IsCoreTypeSuitable => Avx512F.IsSupported ? CoreType is "SkylakeX" or "Cooperlake" or "Sapphirerapids"
        : !Avx2.IsSupported || CoreType is "Haswell" or "Zen";

    public static void UseThreads(int count) => openblas_set_num_threads(count);

    /// <summary>result[n, m] = x[n, d] · y[m, d]ᵀ, row-major.</summary>
    public static void Product(float[] x, float[] y, float[] result, int n, int m, int d)
    {
        fixed (float* a = x, b = y, c = result) cblas_sgemm(RowMajor, NoTranspose, Transpose, n, m, d, 1, a, d, b, d, 0, c, m);
    }

    private static bool TryLoad()
    {
        if (!OperatingSystem.IsLinux()) return false;
        // The library reads the C library's environment, which .NET's own changes do not reach.
        foreach (var (name, value) in Environment) _ = setenv(name, value, overwrite: 0);
        return NativeLibrary.TryLoad(Library, out _);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport(Library)]
    private static partial void openblas_set_num_threads(int count);

    [LibraryImport(Library)]
    private static partial nint openblas_get_corename();

    [LibraryImport(Library)]
    private static partial nint openblas_get_config();

    [LibraryImport(Library)]
    private static partial void cblas_sgemm(
        int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);
}

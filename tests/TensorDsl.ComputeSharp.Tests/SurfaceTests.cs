using System.Reflection;
using System.Runtime.CompilerServices;
using ComputeSharp;

namespace TensorDsl.BridgeTests;

/// <summary>
/// The transcription has nothing that ComputeSharp has not: each of its public members stands in a list that was made from ComputeSharp 3.2.0.
/// </summary>
/// <remarks>
/// With the environment variable TENSORDSL_COMPUTESHARP_DIR, a folder with ComputeSharp.dll and ComputeSharp.Core.dll, the list is compared with
/// those assemblies too. To write the list anew, delete its contents, give the folder, and copy the list from the failure's file.
/// </remarks>
public sealed class SurfaceTests
{
    private static readonly Assembly s_transcription = typeof(GraphicsDevice).Assembly;

    [Fact]
    public void Every_member_of_the_transcription_is_in_the_list()
    {
        var listed = Listed().ToHashSet();
        Assert.Equal([], Members(s_transcription).Except(listed));
    }

    [Fact]
    public void The_list_is_what_ComputeSharp_has_if_it_is_given()
    {
        if (Environment.GetEnvironmentVariable("TENSORDSL_COMPUTESHARP_DIR") is not { Length: > 0 } folder) return;
        Assembly.LoadFrom(Path.Combine(folder, "ComputeSharp.Core.dll"));
        var real = Assembly.LoadFrom(Path.Combine(folder, "ComputeSharp.dll"));
        string[] members = [.. Members(real)];
        if (!members.SequenceEqual(Listed())) File.WriteAllLines(ListFile() + ".received.txt", members);
        Assert.Equal(Listed(), members);
    }

    private static string[] Listed() => File.ReadAllLines(ListFile());

    private static string ListFile([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "ComputeSharp-3.2.0.surface.txt");

    /// <summary>The public members of the types that the transcription has, without those for textures.</summary>
    private static IEnumerable<string> Members(Assembly assembly)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var names = s_transcription.GetExportedTypes().Select(t => t.FullName!).ToHashSet();
        return assembly.GetExportedTypes().Where(t => names.Contains(t.FullName!))
            .SelectMany(t => t.GetMembers(Declared).Where(m => m is not Type).Select(m => $"{Kind(t)} {t.FullName}: {Text(t, m)}"))
            .Where(m => !m.Contains("Texture", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    private static string Kind(Type type) => type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsSealed ? "sealed class" : "class";

    private static string Text(Type type, MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true } f when type.IsEnum => $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue())}",
        MethodInfo m => $"{(m.IsStatic ? "static " : "")}{m}",
        _ => member.ToString()!,
    };
}

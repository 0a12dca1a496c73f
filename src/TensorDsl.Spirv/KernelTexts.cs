using System.Reflection;
using System.Runtime.Loader;

namespace TensorDsl.Spirv;

/// <summary>The kernels of a compiled assembly, as its own version of TensorDsl prints them.</summary>
internal static class KernelTexts
{
    private const string Core = "TensorDsl", Interface = "TensorDsl.Hlsl.IGpuKernel", Source = "TensorDsl.Hlsl.HlslSource", Kernel = "TensorDsl.Hlsl.GpuKernel";

    /// <param name="assembly">The file.</param>
    /// <param name="references">The files of all assemblies that it may need.</param>
    /// <param name="ofReferences">Those of the references that have kernels, too; the run-time library's are always there.</param>
    /// <returns>Each text once, with the name of one kernel that has it.</returns>
    public static IReadOnlyList<(string Name, string Hlsl)> Of(string assembly, IReadOnlyList<string> references, bool ofReferences)
    {
        var context = new Context(references);
        var own = context.LoadFromAssemblyPath(Path.GetFullPath(assembly));
        var core = context.LoadFromAssemblyName(new AssemblyName(Core));
        var of = core.GetType(Source, throwOnError: true)!.GetMethod("Of", [core.GetType(Kernel, throwOnError: true)!])!;
        var all = ofReferences ? references.Where(r => !context.IsOfFramework(r) && Mentions(r)).Select(r => context.LoadFromAssemblyPath(Path.GetFullPath(r))) : [];
        return
        [
            .. new[] { own, core }.Concat(all).Distinct()
                .SelectMany(a => a.GetTypes()).Where(t => t.IsValueType && !t.ContainsGenericParameters && t.GetInterfaces().Any(i => i.FullName == Interface))
                .Select(t => t.GetProperty("Kernel", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<object>()
                .Select(k => (Name: k.ToString()!, Hlsl: (string)of.Invoke(null, [k])!))
                .DistinctBy(k => k.Hlsl),
        ];
    }

    /// <summary>Only what refers to the core can have kernels; other assemblies may not even load.</summary>
    private static bool Mentions(string file)
    {
        using var stream = File.OpenRead(file);
        using var pe = new System.Reflection.PortableExecutable.PEReader(stream);
        if (!pe.HasMetadata) return false;
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(pe);
        return metadata.AssemblyReferences.Any(r => metadata.GetString(metadata.GetAssemblyReference(r).Name) == Core);
    }

    /// <summary>The project's own references; the framework's are those that this program runs on, because the project's are without bodies.</summary>
    private sealed class Context(IReadOnlyList<string> references) : AssemblyLoadContext("project")
    {
        private static readonly string s_framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        public bool IsOfFramework(string file) => File.Exists(Path.Combine(s_framework, Path.GetFileName(file)));

        protected override Assembly? Load(AssemblyName assemblyName)
            => references.FirstOrDefault(r => Path.GetFileNameWithoutExtension(r) == assemblyName.Name && !IsOfFramework(r)) is { } file
                ? LoadFromAssemblyPath(Path.GetFullPath(file))
                : null;
    }
}

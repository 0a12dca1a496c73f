using Microsoft.CodeAnalysis;

namespace TensorDsl.Generators.Pipeline;

/// <summary>An MSBuild property of the project, where it is made visible to the compiler (CompilerVisibleProperty).</summary>
internal static class BuildProperty
{
    /// <summary>Its value in lower case; empty where it is not set.</summary>
    public static IncrementalValueProvider<string> Of(IncrementalGeneratorInitializationContext context, string name)
        => context.AnalyzerConfigOptionsProvider.Select((options, _)
            => options.GlobalOptions.TryGetValue("build_property." + name, out string? value) ? value.Trim().ToLowerInvariant() : "");
}

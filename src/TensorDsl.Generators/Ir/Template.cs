using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Ir;

public enum TemplateKind
{
    Similarity,
    Loss,
}

/// <summary>
/// A user's template as the parser hands it over: its IR and what the emitters need of its declaration. Holds no Roslyn types, so that
/// incremental steps can keep and compare it.
/// </summary>
/// <param name="Key">The documentation id, by which calls refer to it.</param>
/// <param name="Namespace">"" for the global namespace.</param>
/// <param name="ContainingTypes">Outermost first, as declarations: "partial class Losses", "partial struct Model&lt;D&gt;".</param>
/// <param name="Accessibility">Of the generated methods: "public" or "internal".</param>
/// <param name="IsDifferentiable">Backward code is wanted: it can be differentiated and the attribute does not say otherwise.</param>
/// <param name="Documentation">The lines of the template's XML docs, each with its "/// ".</param>
/// <param name="Function">Unlinked: may hold <see cref="Call"/>s. No results where the body has errors.</param>
/// <param name="CanDeclare">The signature is sound, so the generated methods can be declared even if the body has errors.</param>
/// <param name="SpanForm">Whether and how methods over tensor spans are generated.</param>
/// <param name="BufferForm">Whether and how methods over ComputeSharp's buffers are generated, where that is referenced.</param>
/// <param name="Externals">Linked IR of the called templates of other assemblies.</param>
/// <param name="TileMemory">Mebibytes in which tiles may be kept; −1 where the attribute does not say.</param>
public sealed record Template(
    string Key,
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Name,
    string Accessibility,
    bool IsExtension,
    TemplateKind Kind,
    bool IsDifferentiable,
    EquatableArray<string> Documentation,
    Function Function,
    bool HasErrors,
    bool CanDeclare,
    SpanForm SpanForm,
    BufferForm BufferForm,
    EquatableArray<ExternalTemplate> Externals,
    int TileMemory = -1);

/// <summary>A template of another assembly: its documentation id and the text of its linked IR.</summary>
public sealed record ExternalTemplate(string Key, string Ir);

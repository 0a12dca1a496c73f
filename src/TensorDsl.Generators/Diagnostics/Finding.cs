using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace TensorDsl.Generators.Diagnostics;

/// <summary>Something wrong with a template, found while parsing it. The analyzers report it; the generator drops it.</summary>
/// <param name="Properties">What code fixes need, by name.</param>
internal sealed record Finding(
    DiagnosticDescriptor Rule, Location Location, object[] Arguments, ImmutableDictionary<string, string?>? Properties = null)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location, Properties, Arguments);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Syntax;

/// <summary>Collects what is wrong with one template.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _list = [];

    public IReadOnlyList<Finding> List => _list;

    /// <summary>
    /// The template isn't usable: something was reported here, or C# has reported it (code with errors is bound to invalid operations, about
    /// which there is nothing to add).
    /// </summary>
    public bool Failed { get; private set; }

    public void Fail() => Failed = true;

    public void Report(DiagnosticDescriptor rule, Location at, params object[] arguments)
    {
        Failed = true;
        _list.Add(new(rule, at, arguments));
    }

    public void Report(DiagnosticDescriptor rule, SyntaxNode at, params object[] arguments) => Report(rule, at.GetLocation(), arguments);

    /// <param name="properties">What code fixes need to know.</param>
    public void Report(DiagnosticDescriptor rule, Location at, ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        Failed = true;
        _list.Add(new(rule, at, arguments, properties));
    }

    public void Report(DiagnosticDescriptor rule, SyntaxNode at, ImmutableDictionary<string, string?> properties, params object[] arguments)
        => Report(rule, at.GetLocation(), properties, arguments);

    /// <summary>Reports a dim that a declared type names twice; true where there is none.</summary>
    public bool Distinct(IEnumerable<Axis> axes, SyntaxNode at, string typeText)
    {
        bool distinct = true;
        foreach (var axis in axes.GroupBy(a => a).Where(g => g.Count() > 1))
        {
            Report(Rules.DuplicateDim, at, typeText, axis.Key.Display);
            distinct = false;
        }

        return distinct;
    }
}

using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Passes;

/// <summary>A function without calls, or what keeps it from being linked.</summary>
/// <param name="Origins">For each of its instructions the one of the unlinked function that it comes from: of inlined ones, the call.</param>
public sealed record LinkResult(Function? Function, LinkProblem? Problem, EquatableArray<int> Origins = default);

/// <param name="Path">The documentation ids that it is about: the cycle, the missing template, the template and its parameter.</param>
public sealed record LinkProblem(LinkFault Fault, EquatableArray<string> Path);

/// <summary>Why a function can't be linked.</summary>
public enum LinkFault
{
    /// <summary>Templates call each other in a circle.</summary>
    Recursion,

    /// <summary>A called template has errors of its own, which are reported there.</summary>
    Broken,

    /// <summary>A called template is unknown.</summary>
    Missing,

    /// <summary>A bool or enum argument is known only at run time.</summary>
    NotConstant,

    /// <summary>Calls nest too deep.</summary>
    TooDeep,
}

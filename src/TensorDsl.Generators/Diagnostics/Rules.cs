using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace TensorDsl.Generators.Diagnostics;

/// <summary>
/// Every diagnostic, in one place. 1xx: the template's declaration; 2xx: its body; 3xx: shapes; 4xx: calls of the generated methods;
/// 5xx: differentiation; 6xx: speed and memory, as information; 7xx: GPUs; 9xx: our own faults. Each has a release line, a test, and a page in docs/diagnostics.
/// </summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "TDSL101", "Containing type must be partial", "'{0}' must be partial so that '{1}' can be generated into it");

    public static readonly DiagnosticDescriptor FileLocal = Error(
        "TDSL102", "Containing type is file-local", "'{0}' is file-local, and a generated file can't extend it; remove 'file'");

    public static readonly DiagnosticDescriptor BadSignature = Error(
        "TDSL103", "Unsupported template signature", "Template '{0}': {1}");

    public static readonly DiagnosticDescriptor BadParameter = Error(
        "TDSL104", "Unsupported template parameter",
        "Parameter '{0}' of type '{1}' can't be used in a template: use Expr<...>, Mask<...>, Labels<...>, float, double, int, bool or an enum");

    public static readonly DiagnosticDescriptor LossNotScalar = Error(
        "TDSL105", "A loss must be a scalar",
        "[Loss] '{0}' must return Expr (a scalar), not '{1}'; reduce it with e.g. Mean(...), or make it a [Similarity]");

    public static readonly DiagnosticDescriptor DuplicateDim = Error(
        "TDSL106", "A dimension appears twice", "'{0}' has the dimension {1} twice; use Prime<{1}> for a second axis of the same extent");

    public static readonly DiagnosticDescriptor UnknownExtent = Error(
        "TDSL107", "The extent of a dimension is unknown",
        "The extent of {0} is needed here, but no parameter of '{1}' has the dimension {0}; add a tensor, mask or labels parameter that has it");

    public static readonly DiagnosticDescriptor ValueTypeDim = Error(
        "TDSL108", "A dimension must be a class",
        "'{0}' can't be a dimension, because it is a value type; declare a marker such as 'public abstract class {1};'");

    public static readonly DiagnosticDescriptor SameOverload = Error(
        "TDSL109", "Two methods would be generated with one signature",
        "'{0}' would generate an overload that '{1}' has already; rename one of them");

    public static readonly DiagnosticDescriptor NoSpanForm = Note(
        "TDSL110", "No form over tensor spans", "'{0}' is generated over tensors only, not over tensor spans: {1}");

    public static readonly DiagnosticDescriptor NameTaken = Error(
        "TDSL111", "A generated method's name is taken", "'{0}' would generate '{1}', but '{2}' is there already; rename one of them");

    public static readonly DiagnosticDescriptor Statement = Error(
        "TDSL201", "Unsupported statement",
        "{0} can't be used in a template: only local declarations, assignments to locals and a final return");

    public static readonly DiagnosticDescriptor Call = Error(
        "TDSL202", "Not a tensor operation", "'{0}' is neither a TensorDsl operation nor a [Similarity]/[Loss] template");

    public static readonly DiagnosticDescriptor Expression = Error(
        "TDSL203", "Unsupported expression", "{0} can't be used in a template");

    public static readonly DiagnosticDescriptor Recursive = Error(
        "TDSL204", "A template can't call itself", "'{0}' calls itself: {1}");

    public static readonly DiagnosticDescriptor NoIr = Error(
        "TDSL205", "Template body isn't available",
        "'{0}' comes from assembly '{1}', which wasn't built with the TensorDsl generator (or with an unknown version of it)");

    public static readonly DiagnosticDescriptor Branch = Error(
        "TDSL206", "Branch isn't decided at compile time",
        "{0} can't decide a branch: only bool and enum parameters can; for tensor values use Where(mask, a, b)");

    public static readonly DiagnosticDescriptor NoSuchDim = Error(
        "TDSL301", "No such dimension", "{0}<{1}>: the operand has no dimension {1}; its shape is {2}");

    public static readonly DiagnosticDescriptor ExtraDim = Error(
        "TDSL302", "Dimension isn't reduced",
        "This has shape {0}, but {1} is declared: {2} {3} left over; reduce with e.g. Sum<{2}>(...) or add it to the declared type");

    public static readonly DiagnosticDescriptor MissingDim = Error(
        "TDSL303", "Dimension is missing", "This has shape {0}, but {1} is declared: {2} {3} missing");

    public static readonly DiagnosticDescriptor DiagonalNeedsPrime = Error(
        "TDSL304", "Diagonal needs both axes", "Diagonal<{0}> needs the axes {0} and Prime<{0}>; the operand's shape is {1}");

    public static readonly DiagnosticDescriptor PrimeTaken = Error(
        "TDSL305", "Prime axis exists already", "Prime<{0}>(): the operand already has the axis Prime<{0}>; its shape is {1}");

    public static readonly DiagnosticDescriptor DotOneSided = Error(
        "TDSL306", "Contracted dimension is in one operand only", "{0}<{1}>: {1} is missing in '{2}', whose shape is {3}");

    public static readonly DiagnosticDescriptor BranchShapes = Error(
        "TDSL307", "Branches differ in shape", "This branch has shape {0}, but the first one has shape {1}; all branches need one shape");

    public static readonly DiagnosticDescriptor LabelClasses = Error(
        "TDSL308", "Labels index another dimension", "{0}: '{1}' are labels of {2}, but {3} is expected");

    public static readonly DiagnosticDescriptor AxisTaken = Error(
        "TDSL309", "Axis exists already", "Relabel<{0}, {1}>: the operand already has the axis {1}; its shape is {2}");

    public static readonly DiagnosticDescriptor CallSiteDim = Error(
        "TDSL401", "Dimensions don't match", "{0}: dimension {1} is {2} in '{3}' but {4} in '{5}'");

    public static readonly DiagnosticDescriptor CallSiteRank = Error(
        "TDSL402", "Rank doesn't match", "{0}: '{1}' must be {2}, but '{3}' is {4}");

    public static readonly DiagnosticDescriptor SelfSimilarity = Warning(
        "TDSL403", "Same tensor on both sides", "'{0}' is compared with itself row by row by {1}; did you mean another tensor?");

    public static readonly DiagnosticDescriptor DimSize = Error(
        "TDSL404", "Size contradicts [Dim]", "Size {0} given for {1}, but {1} is declared [Dim({2})]");

    public static readonly DiagnosticDescriptor InferredArgument = Error(
        "TDSL405", "Dims of the argument are inferred",
        "{0}: C# can't infer the type arguments from '{1}', whose dims are inferred; write {0}<{2}>(...) or '{1}.As<...>()'");

    public static readonly DiagnosticDescriptor LabelRange = Error(
        "TDSL406", "Label out of range", "Label {0} is outside {1}, declared [Dim({2})]");

    public static readonly DiagnosticDescriptor NoGpuForm = Error(
        "TDSL407", "No form over GPU tensors",
        "'{0}' has no form over GPU tensors, and '{1}' is one; compute it on the CPU, with '{1}.ToCpu()'");

    public static readonly DiagnosticDescriptor NotDifferentiable = Error(
        "TDSL501", "Not differentiable",
        "'{0}' cannot be differentiated with respect to '{1}': '{2}' has no derivative ({3}); wrap it in StopGradient if that is intended");

    public static readonly DiagnosticDescriptor NoGradientPath = Error(
        "TDSL502", "No gradient path",
        "Loss '{0}' depends on none of its tensors through a differentiable path; write [Loss(Gradient = false)] if that is intended");

    public static readonly DiagnosticDescriptor NotFused = Note("TDSL601", "Not fused", "{0}: {1}");

    public static readonly DiagnosticDescriptor NoComputeSharp = Warning(
        "TDSL701", "ComputeSharp isn't referenced",
        "TensorDslComputeSharp is '{0}', but ComputeSharp 3 isn't referenced, so nothing is generated for it; reference the package ComputeSharp, or set the property to 'none'");

    public static readonly DiagnosticDescriptor NoBufferForm = Note(
        "TDSL702", "No form over ComputeSharp's buffers",
        "'{0}' is generated over tensors only, not over ComputeSharp's buffers: they carry no dims, and another method of its type would have the same signature; rename one of them");

    public static readonly DiagnosticDescriptor Internal = Error(
        "TDSL901", "Internal error",
        "pass '{0}' failed for '{1}': {2}. This is a bug in TensorDsl; please report it with the text above");

    /// <summary>All rules, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>().OrderBy(r => r.Id, StringComparer.Ordinal).ToImmutableArray();

    public static DiagnosticDescriptor ById(string id) => All.First(r => r.Id == id);

    private static DiagnosticDescriptor Error(string id, string title, string message)
        => new(id, title, message, "TensorDsl", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static DiagnosticDescriptor Warning(string id, string title, string message)
        => new(id, title, message, "TensorDsl", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>Nothing is wrong; something could be better.</summary>
    private static DiagnosticDescriptor Note(string id, string title, string message)
        => new(id, title, message, "TensorDsl", DiagnosticSeverity.Info, isEnabledByDefault: true);
}

using System.Text.RegularExpressions;

namespace TensorDsl.Architecture.Tests;

/// <summary>The names of the loss library's templates, read from its sources, so that a new loss is forbidden to the compiler at once.</summary>
internal static class LossNames
{
    /// <summary>Names that are words of the field or ops before they are losses; each stands here because it is used in that sense (memory has an alignment).</summary>
    private static readonly HashSet<string> s_words = ["Alignment", "Cosine", "Dot", "Norm", "Softmax", "Normalize", "Mean"];

    public static IReadOnlySet<string> All { get; } = Sources.Below("src/TensorDsl.Losses").SelectMany(Sources.Templates).Where(n => !s_words.Contains(n)).ToHashSet();

    /// <summary>The losses that a text mentions as whole words.</summary>
    public static IEnumerable<string> In(string text) => Regex.Matches(text, @"\w+").Select(m => m.Value).Where(All.Contains);
}

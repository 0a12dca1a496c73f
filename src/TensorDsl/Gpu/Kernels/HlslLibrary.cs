using System.Text;
using System.Text.RegularExpressions;

namespace TensorDsl.Hlsl;

/// <summary>
/// The functions and the shared memory that kernels are printed behind: those of the op tables and those of reductions across threads. A kernel
/// gets the ones that it uses.
/// </summary>
internal static partial class HlslLibrary
{
    /// <summary>The words of each shared array: a tile of 64 rows with 16 partial results and one word of padding each.</summary>
    private const int SharedWords = 64 * 17;

    /// <summary>The words of a shared array for a side of 128: 16 positions of it, and one word of padding each.</summary>
    private const int WideWords = 16 * 129;

    [GeneratedRegex(@"^(?:(?:bool|float|int|void|uint) (tdsl_\w+)\(|#define (TDSL_\w+))", RegexOptions.CultureInvariant)]
    private static partial Regex Start { get; }

    [GeneratedRegex(@"\b(?:tdsl_\w+|TDSL_\w+|s_[a-z]+)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Word { get; }

    private static readonly (string Name, string Text)[] s_shared =
    [
        ("s_x", $"groupshared float s_x[{SharedWords}];"),
        ("s_y", $"groupshared float s_y[{SharedWords}];"),
        ("s_wide", $"groupshared float s_wide[{WideWords}];"),
        ("s_at", "groupshared int s_at[256];"),
        ("s_hit", "groupshared uint s_hit[256];"),
        ("s_count", "groupshared uint s_count;"),
    ];

    private static readonly IReadOnlyList<(string Name, string Text, string[] Uses)> s_functions =
        [.. Functions(HlslFunctions.Text), .. Functions(Across("sum", "a + b")), .. Functions(Across("prod", "a * b")), .. Functions(Across("max", "tdsl_max(a, b)")),
         .. Functions(Across("min", "tdsl_min(a, b)")), .. Functions(Reductions), .. Functions(HlslTiles.Text)];

    /// <summary>A tree over the lanes of a row: the order depends on the number of lanes alone. Every thread of the group takes part.</summary>
    private static string Across(string name, string combine) =>
        $$"""
        float tdsl_{{name}}_across(uint index, uint lanes, float value)
        {
            float result = value;
            if (lanes > 1u)
            {
                uint lane = index & (lanes - 1u);
                s_x[index] = value;
                GroupMemoryBarrierWithGroupSync();
                for (uint step = lanes >> 1; step > 0u; step >>= 1)
                {
                    if (lane < step) { float a = s_x[index]; float b = s_x[index + step]; s_x[index] = {{combine}}; }
                    GroupMemoryBarrierWithGroupSync();
                }
                result = s_x[index - lane];
                GroupMemoryBarrierWithGroupSync();
            }
            return result;
        }
        """;

    private const string Reductions =
        """
        // The largest value's first position; NaN is larger than all, and position -1 is none.
        bool tdsl_better(float a, int ia, float b, int ib)
        {
            if (ia < 0) { return false; }
            if (ib < 0) { return true; }
            bool na = tdsl_isnan(a);
            bool nb = tdsl_isnan(b);
            if (na != nb) { return na; }
            if (na || a == b) { return ia < ib; }
            return a > b;
        }

        int tdsl_argmax_across(uint index, uint lanes, float value, int at)
        {
            int result = at;
            if (lanes > 1u)
            {
                uint lane = index & (lanes - 1u);
                s_x[index] = value;
                s_at[index] = at;
                GroupMemoryBarrierWithGroupSync();
                for (uint step = lanes >> 1; step > 0u; step >>= 1)
                {
                    if (lane < step)
                    {
                        float b = s_x[index + step];
                        int ib = s_at[index + step];
                        if (tdsl_better(b, ib, s_x[index], s_at[index])) { s_x[index] = b; s_at[index] = ib; }
                    }
                    GroupMemoryBarrierWithGroupSync();
                }
                result = s_at[index - lane];
                GroupMemoryBarrierWithGroupSync();
            }
            return result;
        }

        // The maximum that exponentials are taken below: 0 where it is not finite, so that there is no difference of infinities.
        float tdsl_shift(float m) { return tdsl_isfinite(m) ? m : 0.0; }

        // One more value for a log-sum-exp: its maximum so far, and the sum of exponentials below that.
        void tdsl_online(inout float m, inout float s, float value)
        {
            if (value <= m) { s += exp(value - tdsl_shift(m)); }
            else
            {
                float n = tdsl_max(m, value);
                float h = tdsl_shift(n);
                s = s * exp(m - h) + exp(value - h);
                m = n;
            }
        }

        void tdsl_merge(inout float m, inout float s, float m2, float s2)
        {
            float n = tdsl_max(m, m2);
            float h = tdsl_shift(n);
            s = s * exp(m - h) + s2 * exp(m2 - h);
            m = n;
        }
        """;

    /// <summary>What must stand in front of a body.</summary>
    public static string Declarations(string body)
    {
        var needed = new HashSet<string>();
        var work = new Stack<string>(Words(body));
        while (work.Count > 0)
        {
            string word = work.Pop();
            if (!needed.Add(word)) continue;
            foreach (var f in s_functions) if (f.Name == word) foreach (string use in f.Uses) work.Push(use);
        }
        var text = new StringBuilder();
        foreach (var (name, declaration) in s_shared) if (needed.Contains(name)) text.Append(declaration).Append('\n');
        foreach (var f in s_functions)
        {
            if (!needed.Contains(f.Name)) continue;
            if (text.Length > 0) text.Append('\n');
            text.Append(f.Text);
        }
        return text.ToString();
    }

    private static IEnumerable<string> Words(string text) => Word.Matches(text).Select(m => m.Value).Distinct();

    /// <summary>The functions and macros in a text, without comments: a function up to the brace that closes it, a macro with its continued lines.</summary>
    private static IEnumerable<(string Name, string Text, string[] Uses)> Functions(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            var match = Start.Match(lines[i]);
            if (!match.Success) continue;
            bool isMacro = match.Groups[2].Success;
            string name = match.Groups[isMacro ? 2 : 1].Value;
            int end = i;
            if (isMacro) while (lines[end].EndsWith('\\')) end++;
            else if (!lines[i].EndsWith('}')) while (lines[end] != "}") end++;
            string function = string.Join("\n", lines[i..(end + 1)]) + "\n";
            yield return (name, function, [.. Words(function).Where(w => w != name)]);
            i = end;
        }
    }
}

using System.Text.RegularExpressions;
using TensorDsl.Hlsl;

namespace TensorDsl.LossTests.Hlsl;

/// <summary>
/// The rules that one text must keep so that FXC, DXC and glslang accept it and mean the same, over all emitted kernels. No compiler is needed.
/// </summary>
public partial class RuleTests
{
    [Fact]
    public void There_are_kernels() => Assert.True(EmittedKernels.All.Count > 500, $"{EmittedKernels.All.Count} kernels");

    [Fact]
    public void Group_sizes_are_in_the_form_that_all_compilers_read()
        => Each((_, text) => Assert.Single(Regex.Matches(text, @"\[numthreads\(\d+, \d+, \d+\)\]")));

    /// <summary>Reserved words differ between compilers, so no name stands without a prefix.</summary>
    [Fact]
    public void Every_identifier_has_a_prefix() => Each((kernel, text) =>
    {
        Assert.All(kernel.Bindings, b => Assert.StartsWith("b_", b.Name, StringComparison.Ordinal));
        Assert.All(kernel.Constants, c => Assert.StartsWith("k_", c.Name, StringComparison.Ordinal));
        foreach (Match declared in Declaration.Matches(kernel.Body))
            Assert.Matches("^(l|v|i)_[A-Za-z0-9_]+$", declared.Groups[1].Value);
        Assert.DoesNotContain("__", string.Join(" ", kernel.Bindings.Select(b => b.Name).Concat(kernel.Constants.Select(c => c.Name))), StringComparison.Ordinal);
    });

    /// <summary>glslang evaluates both sides of a condition, and a read out of bounds is undefined.</summary>
    [Fact]
    public void No_load_stands_in_a_condition() => Each((_, text) =>
    {
        foreach (string line in text.Split('\n'))
        {
            foreach (string statement in line.Split(';', '{', '}'))
            {
                string right = Assignment.Match(statement) is { Success: true } a ? statement[(a.Index + a.Length)..] : statement;
                if (right.Contains('?') || right.Contains("&&", StringComparison.Ordinal) || right.Contains("||", StringComparison.Ordinal))
                    Assert.DoesNotMatch(@"\bb_\w+\[", right);
            }
        }
    });

    /// <summary>The remainder of floats and of negative integers has another sign in glslang.</summary>
    [Fact]
    public void Remainders_are_of_positions_only()
        => Each((_, text) => Assert.All(text.Split('\n').Where(l => l.Contains('%')), l => Assert.Matches(@"^\s*uint i_\w+ = ", l)));

    [Theory]
    [InlineData("fmod")]
    [InlineData("ldexp")]
    [InlineData("fma")]
    [InlineData("isnan")]
    [InlineData("isinf")]
    [InlineData("isfinite")]
    [InlineData("double")]
    [InlineData("int64_t")]
    [InlineData("uint64_t")]
    [InlineData("float16_t")]
    [InlineData("half")]
    [InlineData("template")]
    [InlineData("enum")]
    [InlineData("rsqrt")]
    public void What_is_not_in_the_common_subset_is_not_used(string word) => Each((_, text) => Assert.DoesNotMatch($@"\b{word}\b", text));

    [Fact]
    public void There_are_no_wave_intrinsics() => Each((_, text) => Assert.DoesNotMatch(@"\bWave[A-Z]\w*", text));

    /// <summary>Atomics on results would make their order depend on the device's mood; a count in shared memory does not.</summary>
    [Fact]
    public void Atomics_only_count() => Each((_, text) => Assert.All(Regex.Matches(text, @"\bInterlocked\w*\([^)]*\)"), m => Assert.Equal("InterlockedAdd(s_count, 1u)", m.Value)));

    /// <summary>Compilers fold x != x; NaN is told by its bits.</summary>
    [Fact]
    public void NaN_is_not_told_by_comparison() => Each((_, text) => Assert.DoesNotMatch(@"\b(\w+) != \1\b", text));

    [Fact]
    public void Literals_are_finite_floats() => Each((_, text) =>
    {
        foreach (Match number in Regex.Matches(text, @"(?<![\w.])\d+\.\d*(?:[eE][-+]?\d+)?|(?<![\w.])\d+[eE][-+]?\d+"))
            Assert.True(float.IsFinite(float.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture)), number.Value);
    });

    [Fact]
    public void Constants_fit_into_push_constants() => Assert.All(EmittedKernels.All, k => Assert.True(k.ConstantBytes <= 128, k.Name));

    [Fact]
    public void Shared_memory_fits_every_device() => Each((_, text) =>
    {
        int words = Regex.Matches(text, @"groupshared \w+ \w+(?:\[(\d+)\])?;").Sum(m => m.Groups[1].Success ? int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 1);
        Assert.True(words * sizeof(float) <= 32 * 1024, $"{words} words");
    });

    /// <summary>
    /// No compiler reports a barrier that only some threads reach. A barrier, or what holds one, stands in the entry point itself or in loops
    /// whose bounds all threads of a group share.
    /// </summary>
    [Fact]
    public void Barriers_are_reached_by_all_threads() => Each((kernel, _) =>
    {
        var open = new Stack<string>();
        string before = "";
        foreach (string line in kernel.Body.Split('\n').Select(l => l.Trim()))
        {
            if (line == "{") open.Push(before);
            else if (line == "}") open.Pop();
            else if (Barrier.IsMatch(line)) Assert.All(open, header => Assert.Matches(UniformLoop, header));
            before = line;
        }
        Assert.Empty(open);
    });

    private static void Each(Action<GpuKernel, string> check)
    {
        foreach (var kernel in EmittedKernels.All)
        {
            string text = HlslSource.Of(kernel);
            try
            {
                check(kernel, text);
            }
            catch (Exception e)
            {
                Assert.Fail($"{kernel.Name}: {e.Message}\n{text}");
            }
        }
    }

    [GeneratedRegex(@"\b(?:float|int|uint|bool) (\w+)(?= =|;|\[)")]
    private static partial Regex Declaration { get; }

    [GeneratedRegex(@"(?<![=!<>])=(?!=)")]
    private static partial Regex Assignment { get; }

    [GeneratedRegex(@"Barrier|_across\(|TDSL_(FOLD|OWNED)")]
    private static partial Regex Barrier { get; }

    /// <summary>Counters that start and end with the group: of its rows, of its tiles, of what a tile is folded over.</summary>
    private const string UniformLoop = @"^for \(uint (l_first = groupId \* |l_c = l_from; l_c < l_to|l_k = (0u|l_part \* k_part); l_k < |l_r = 0u; l_r < k_count)";
}

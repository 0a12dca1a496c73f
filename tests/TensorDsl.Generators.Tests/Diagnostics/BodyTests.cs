namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>2xx: what a template's body may not do.</summary>
public class BodyTests
{
    [Theory]
    [InlineData("for (int i = 0; i < 3; i++) r = r + Mean(x);", "A loop can't be used in a template: only local declarations, assignments to locals and a final return")]
    [InlineData("if (flag) r = Sum(x);", "An if statement can't be used in a template: only local declarations, assignments to locals and a final return")]
    [InlineData("void G() { }", "A local function can't be used in a template: only local declarations, assignments to locals and a final return", "CS8321")]
    [InlineData("System.Console.WriteLine();", "'System.Console.WriteLine()' can't be used in a template: only local declarations, assignments to locals and a final return")]
    public Task Statements(string statement, string message, string? warning = null)
    {
        string marked = warning is null ? $"{{|TDSL201:{statement}|}}" : $"{{|TDSL201:{statement.Replace("G", $"{{|{warning}:G|}}")}|}}";
        return Verify.Diagnostics($"static partial class S {{ [Loss] static Expr F<N>(Expr<N> x, bool flag) {{ Expr r = 0f; {marked} return r; }} }}", message);
    }

    [Fact]
    public Task Foreign_calls() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr F<N>(Expr<N> x) => Mean(x) * MathF.{|TDSL202:Sqrt|}(2f) + Math.{|TDSL202:Abs|}(1f); }",
        "'MathF.Sqrt(float)' is neither a TensorDsl operation nor a [Similarity]/[Loss] template");

    [Theory]
    [InlineData("{|TDSL203:new[] { 1f }[0]|}")]
    [InlineData("{|TDSL203:k / 2|}")]
    [InlineData("{|TDSL203:(int)t|}")]
    [InlineData("{|TDSL203:G|}")]
    public Task Expressions(string expression) => Verify.Diagnostics(
        $"public static partial class S {{ public static readonly float G = 1; [Loss] static Expr F<N>(Expr<N> x, int k, float t) => Mean(x) * ({expression}); }}");

    [Fact]
    public Task Calls_itself_instead_of_the_op() => Verify.Diagnostics(
        "static partial class S { [Similarity] static Expr<N> Relu<N, D>(Expr<N, D> x) => Sum<D>({|TDSL204:Relu|}(x)); }",
        "'Relu' calls itself: it hides the built-in of that name; write 'Ops.Relu' or the fluent form 'x.Relu' for the built-in");

    [Fact]
    public Task Calls_itself() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr F<N>(Expr<N> x) => {|TDSL204:F|}(x) + 1; }",
        "'F' calls itself: a call is replaced by the template's body, so it can't be recursive");

    [Fact]
    public Task Call_in_a_circle() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Loss] static Expr F<N>(Expr<N> x) => {|TDSL204:G|}(x) + 1;
            [Loss] static Expr G<N>(Expr<N> x) => {|TDSL204:H|}(x) * 2;
            [Loss] static Expr H<N>(Expr<N> x) => {|TDSL204:F|}(x) - 3;
            [Loss] static Expr Outside<N>(Expr<N> x) => F(x);
        }
        """,
        "'G' calls itself: G → H → F → G; calls are replaced by the called body, so they can't be recursive");

    [Fact]
    public Task Library_without_the_generator()
    {
        var library = RoslynHost.CompileAs("Library", "public static partial class L { [Loss] public static Expr F<N>(Expr<N> x) => Mean(x); }");
        return Verify.Diagnostics(
            "static partial class S { [Loss] static Expr G<N>(Expr<N> x) => L.{|TDSL205:F|}(x); }",
            [library.ToMetadataReference()],
            "'F' comes from assembly 'Library', which wasn't built with the TensorDsl generator (or with an unknown version of it)");
    }

    [Fact]
    public Task Library_with_damaged_ir()
    {
        var library = RoslynHost.CompileAs("Library", """
            [TemplateIr("M:L.F``1(TensorDsl.Expr{``0})", "2|F")] public static partial class L { [Loss] public static Expr F<N>(Expr<N> x) => Mean(x); }
            """);
        return Verify.Diagnostics(
            "static partial class S { [Loss] static Expr G<N>(Expr<N> x) => L.{|TDSL205:F|}(x); }", [library.ToMetadataReference()]);
    }

    [Theory]
    [InlineData("{|TDSL206:t|} > 0 ? x : -x", "'t' can't decide a branch: only bool and enum parameters can; for tensor values use Where(mask, a, b)")]
    [InlineData("{|TDSL206:k|} == 1 ? x : -x")]
    [InlineData("{|TDSL206:k|} switch { 1 => x, _ => -x }")]
    [InlineData("flag switch { true when {|TDSL206:k > 0|} => x, _ => -x }")]
    [InlineData("mode switch { {|TDSL206:> DayOfWeek.Friday|} => x, _ => -x }")]
    public Task Run_time_branches(string expression, string? message = null) => Verify.Diagnostics(
        $"static partial class S {{ [Loss] static Expr F<N>(Expr<N> x, bool flag, int k, float t, DayOfWeek mode) => Mean({expression}); }}",
        message is null ? [] : [message]);

    /// <summary>C# reports unknown names; the findings beside them still come.</summary>
    [Fact]
    public Task Beside_compiler_errors() => Verify.Diagnostics(
        "static partial class S { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x * {|CS0103:unknown|}) + {|TDSL301:Sum<Prime<N>>|}(x); }");
}

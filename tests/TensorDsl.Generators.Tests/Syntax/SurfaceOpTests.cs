using System.Reflection;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators.Tests.Syntax;

/// <summary>What each op of the surface stands for in IR.</summary>
public class SurfaceOpTests
{
    /// <summary>An expression over x: [N, D], y: [N, D], s: [N, N'], m: mask [N, D], l: labels [N] of D, t: float; and the IR it becomes.</summary>
    public static TheoryData<string, string> Ops => new()
    {
        { "Abs(x)", "Abs %0" },
        { "x.Sign()", "Sign %0" },
        { "Sqrt(x)", "Sqrt %0" },
        { "Square(x)", "Multiply %0, %0" },
        { "Exp(x)", "Exp %0" },
        { "Expm1(x)", "Expm1 %0" },
        { "Log(x)", "Log %0" },
        { "Log1p(x)", "Log1p %0" },
        { "Sin(x)", "Sin %0" },
        { "Cos(x)", "Cos %0" },
        { "Tan(x)", "Tan %0" },
        { "Asin(x)", "Asin %0" },
        { "Acos(x)", "Acos %0" },
        { "Atan(x)", "Atan %0" },
        { "Tanh(x)", "Tanh %0" },
        { "Sigmoid(x)", "Sigmoid %0" },
        { "LogSigmoid(x)", "Negate %0; Softplus %1; Negate %2" },
        { "Softplus(x)", "Softplus %0" },
        { "Relu(x)", "Relu %0" },
        { "Floor(x)", "Floor %0" },
        { "Ceiling(x)", "Ceiling %0" },
        { "Round(x)", "Round %0" },
        { "StopGradient(x)", "StopGradient %0" },
        { "Pow(x, 2)", "2; Pow %0, %1" },
        { "Pow(2f, x)", "2; x; Pow %0, %1" },
        { "Max(x, y)", "y; Max %0, %1" },
        { "x.Min(0.5)", "0.5; Min %0, %1" },
        { "Min(0f, x)", "0; x; Min %0, %1" },
        { "Clamp(x, -1, 1)", "1; -1; Less %0, %2; Greater %0, %1; Select %4, %1, %0; Select %3, %2, %5" },
        { "LogAddExp(x, y)", "y; LogAddExp %0, %1" },
        { "Where(m, x, 0f)", "m; x; 0; Select %0, %1, %2" },
        { "m.Where(1f, x)", "m; 1; x; Select %0, %1, %2" },
        { "Where(Equal(x, y), x, y)", "y; Equal %0, %1; Select %2, %0, %1" },
        { "Where(NotEqual(x, 1f), x, y)", "1; NotEqual %0, %1; y; Select %2, %0, %3" },
        { "Where(x > y, x, y)", "y; Greater %0, %1; Select %2, %0, %1" },
        { "Where(x >= 1, x, y)", "1; GreaterOrEqual %0, %1; y; Select %2, %0, %3" },
        { "Where(1 < x, x, y)", "1; x; Less %0, %1; y; Select %2, %1, %3" },
        { "Where(x <= t, x, y)", "t; LessOrEqual %0, %1; y; Select %2, %0, %3" },
        { "Where(!(m & (x > y)) | m, x, y)", "m; x; y; Greater %1, %2; And %0, %3; Not %4; Or %5, %0; Select %6, %1, %2" },
        { "Where(m ^ (x > y), x, y)", "m; x; y; Greater %1, %2; Or %0, %3; And %0, %3; Not %5; And %4, %6; Select %7, %1, %2" },
        { "ToReal(m)", "m; MaskToReal %0" },
        { "m.ToReal() - x + y * t / 2", "m; MaskToReal %0; x; Subtract %1, %2; y; t; Multiply %4, %5; 2; Divide %6, %7; Add %3, %8" },
        { "-x", "Negate %0" },
        { "Softmax<D>(x)", "LogSumExp<D> %0; Subtract %0, %1; Exp %2" },
        { "LogSoftmax<D>(x)", "LogSumExp<D> %0; Subtract %0, %1" },
        { "Normalize<D>(x, eps: t)", "t; Multiply %0, %0; Sum<D> %2; Sqrt %3; Max %4, %1; Divide %0, %5" },
        { "Normalize<D>(x)", "1E-12; Multiply %0, %0; Sum<D> %2; Sqrt %3; Max %4, %1; Divide %0, %5" },
    };

    public static TheoryData<string, string> ScalarResults => new()
    {
        { "Sum(x)", "Sum<N, D> %0" },
        { "x.Sum<D>().Sum<N>()", "Sum<D> %0; Sum<N> %1" },
        { "Sum<N, D>(x, where: m)", "m; 0; Select %1, %0, %2; Sum<N, D> %3" },
        { "Mean(x)", "Extent N; Extent D; Multiply %1, %2; Sum<N, D> %0; Divide %4, %3" },
        { "Mean(x, where: m)", "m; MaskToReal %1; Sum<N, D> %2; 0; Select %1, %0, %4; Sum<N, D> %5; Divide %6, %3" },
        { "Max(x)", "Max<N, D> %0" },
        { "Min(x, m)", "m; inf; Select %1, %0, %2; Min<N, D> %3" },
        { "Prod(x)", "Prod<N, D> %0" },
        { "LogSumExp(x, where: m)", "m; -inf; Select %1, %0, %2; LogSumExp<N, D> %3" },
        { "Norm(x)", "Multiply %0, %0; Sum<N, D> %1; Sqrt %2" },
        { "SquaredNorm<N, D>(x)", "Multiply %0, %0; Sum<N, D> %1" },
        { "Sum(SingularValues<N, D>(x))", "SingularValues<N, D> %0; Sum<D> %1" },
        { "Sum<N>(x.SingularValues<D, N>())", "SingularValues<D, N> %0; Sum<N> %1" },
        { "Dot<D, N>(x, y)", "y; Multiply %0, %1; Sum<D, N> %2" },
        { "Sum(Cosine<D>(x, y, t))", "y; t; Multiply %0, %0; Sum<D> %3; Sqrt %4; Max %5, %2; Divide %0, %6; Multiply %1, %1; Sum<D> %8; Sqrt %9; Max %10, %2; Divide %1, %11; Multiply %7, %12; Sum<D> %13; Sum<N> %14" },
        { "Count(m)", "m; MaskToReal %0; Sum<N, D> %1" },
        { "Sum(ToReal(Any<D>(m)))", "m; Any<D> %0; MaskToReal %1; Sum<N> %2" },
        { "ToReal(m.All())", "m; All<N, D> %0; MaskToReal %1" },
        { "Sum(ToReal(ArgMax<D>(x)))", "ArgMax<D> %0; IndexToReal %1; Sum<N> %2" },
        { "Count(Equal(x.ArgMin<D>(), l))", "ArgMin<D> %0; l; IndexEqual %1, %2; MaskToReal %3; Sum<N> %4" },
        { "Count(NotEqual(l, l.Prime<N>()))", "l; Rename N->N' %0; IndexNotEqual %0, %1; MaskToReal %2; Sum<N, N'> %3" },
        { "Sum(x.At(l))", "l; Gather<D> %0 at %1; Sum<N> %2" },
        { "Sum(TopK<D>(x, k).Values)", "k; TopK<D> %0 count %1; Sum<N, global::TensorDsl.Top<D>> %2" },
        { "Sum(ToReal(x.TopK<D>(3).Indices))", "3; TopK<D> %0 count %1; IndexToReal %2; Sum<N, global::TensorDsl.Top<D>> %3" },
        { "Count(l.Kept(-100))", "l; -100; Kept %0, %1; MaskToReal %2; Sum<N> %3" },
        { "Count(Kept(l, k))", "l; k; Kept %0, %1; MaskToReal %2; Sum<N> %3" },
        { "Sum(Diagonal<N>(s))", "s; Position N; Gather<N'> %0 at %1; Sum<N> %2" },
        { "Count(OnDiagonal<N>())", "Position N; Position N'; IndexEqual %0, %1; MaskToReal %2; Sum<N, N'> %3" },
        { "Count(OffDiagonal<N, D>())", "Position N; Position D; IndexNotEqual %0, %1; MaskToReal %2; Sum<N, D> %3" },
        { "Sum(ToReal(IndexOf<D>()))", "Position D; IndexToReal %0; Sum<D> %1" },
        { "Size<D>()", "Extent D" },
        { "Sum(x.Relabel<D, N>().As<N>())".Replace("x.", "Sum<N>(x)."), "Sum<N> %0; Rename D->N %1; Sum<N> %2" },
        { "Sum(x.Prime<N>() * y)", "Rename N->N' %0; y; Multiply %1, %2; Sum<N', D, N> %3" },
    };

    private const string Parameters = "Expr<N, D> x, Expr<N, D> y, Expr<N, Prime<N>> s, Mask<N, D> m, Labels<N, D> l, float t, int k";

    [Theory]
    [MemberData(nameof(Ops))]
    public void Pointwise(string expression, string expected) => Check("Expr<N, D>", expression, expected);

    [Theory]
    [MemberData(nameof(ScalarResults))]
    public void Reducing(string expression, string expected) => Check("Expr", expression, expected);

    private static void Check(string type, string expression, string expected)
    {
        var reader = new TemplateReader($"static partial class S {{ [Similarity] static {type} F<N, D>({Parameters}) => {expression}; }}");
        var function = reader.Linked("F");
        string found = string.Join("; ", function.Code.Select((_, id) => IrPrinter.Line(function, id)).Select(line => line.Substring(line.IndexOf('=') + 2)));
        // Most begin with x, which the table leaves out.
        Assert.Equal(expected, found.StartsWith("x; ", StringComparison.Ordinal) ? found.Substring(3) : found);
        Assert.Empty(IrVerifier.Check(function));
    }

    /// <summary>An op that the surface has and the parser doesn't would be refused in a template with a message that is not true.</summary>
    [Fact]
    public void Every_op_of_the_surface_is_known()
    {
        var methods = new[] { typeof(TensorDsl.Ops), typeof(TensorExpr), typeof(MaskExpr), typeof(LabelsExpr) }
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsSpecialName && m.DeclaringType != typeof(object))
            .Select(m => m.Name).Except(["As", "Equals", "GetHashCode", "ToString"]).Distinct().Order();
        Assert.Equal(methods, SurfaceOps.Names.Order());
    }

    /// <summary>Every entry of the table above all stands for something: the tables of this test name each op.</summary>
    [Fact]
    public void Every_op_is_tested()
    {
        string all = string.Join(" ", Ops.Select(r => (string)r[0]).Concat(ScalarResults.Select(r => (string)r[0])));
        Assert.All(SurfaceOps.Names, name => Assert.Matches($@"\b{name}[(<]", all));
    }
}

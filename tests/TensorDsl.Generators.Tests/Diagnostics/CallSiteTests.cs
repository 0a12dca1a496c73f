namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>4xx: calls of templates and of what is generated from them. The generated methods are written by hand here.</summary>
public class CallSiteTests
{
    private const string Methods = """
        abstract class Batch; abstract class Gallery; [Dim(768)] abstract class Embed; abstract class Hidden; [Dim(10)] abstract class Classes; abstract class Words;
        static class S
        {
            [GeneratedFromTemplate("M:S.Pairs")] public static Tensor<float, N, M> Pairs<N, M, D>(Tensor<float, N, D> x, Tensor<float, M, D> y) => null!;
            [GeneratedFromTemplate("M:S.Rows")] public static Tensor<float, N> Rows<N, D>(Tensor<float, N, D> x, Tensor<float, N, D> y) => null!;
            [GeneratedFromTemplate("M:S.Loss")] public static float Loss<N, C>(Tensor<float, N, C> logits, Tensor<Index<C>, N> target) => 0;
            [GeneratedFromTemplate("M:S.OnGpu")] public static GpuTensor<float, N, M> OnGpu<N, M, D>(GpuTensor<float, N, D> x, GpuTensor<float, M, D> y) => null!;
        }

        """;

    private static Task Call(string parameters, string body, params string[] messages)
        => Verify.Diagnostics(Methods + $"static class U {{ static object A({parameters}) => {body}; }}", messages);

    [Fact]
    public Task Two_dims_for_one() => Call(
        "Tensor<float, Batch, Embed> x, Tensor<float, Gallery, Hidden> y", "S.{|CS0411:Pairs|}(x, {|TDSL401:y|})",
        "Pairs: dimension D is Embed in 'x' but Hidden in 'y'");

    [Fact]
    public Task Explicit_type_arguments() => Call(
        "Tensor<float, Batch, Embed> x", "S.Rows<Gallery, Embed>({|CS1503:{|TDSL401:x|}|}, {|CS1503:x|})",
        "Rows: dimension N is Gallery in '<...>' but Batch in 'x'");

    [Fact]
    public Task Named_arguments() => Call(
        "Tensor<float, Batch, Embed> x, Tensor<float, Gallery, Hidden> y", "S.{|CS0411:Pairs|}(y: y, {|TDSL401:x: x|})",
        "Pairs: dimension D is Hidden in 'y' but Embed in 'x'");

    [Fact]
    public Task Labels_of_another_dim() => Call(
        "Tensor<float, Batch, Classes> logits, Tensor<Index<Words>, Batch> words", "S.{|CS0411:Loss|}(logits, {|TDSL401:words|})",
        "Loss: dimension C is Classes in 'logits' but Words in 'words'");

    [Fact]
    public Task Another_rank() => Call(
        "Tensor<float, Batch, Embed> x, Tensor<float, Batch> v", "S.Rows(x, {|CS1503:{|TDSL402:v|}|})",
        "Rows: 'y' must be Tensor<float, N, D>, but 'v' is Tensor<float, Batch>");

    /// <summary>Searches and singular values have methods over tensors only.</summary>
    [Fact]
    public Task Without_a_form_over_GPU_tensors() => Call(
        "GpuTensor<float, Batch, Embed> x, GpuTensor<float, Batch, Embed> y", "S.{|CS0411:Rows|}({|TDSL407:x|}, y)",
        "'Rows' has no form over GPU tensors, and 'x' is one; compute it on the CPU, with 'x.ToCpu()'");

    [Fact]
    public Task Two_dims_for_one_on_a_GPU() => Call(
        "GpuTensor<float, Batch, Embed> x, GpuTensor<float, Gallery, Hidden> y", "S.{|CS0411:OnGpu|}(x, {|TDSL401:y|})",
        "OnGpu: dimension D is Embed in 'x' but Hidden in 'y'");

    [Fact]
    public Task With_itself() => Call(
        "Tensor<float, Batch, Embed> x", "S.Rows(x, {|TDSL403:x|})", "'x' is compared with itself row by row by Rows; did you mean another tensor?");

    [Fact]
    public Task All_pairs_with_itself_are_fine() => Call("Tensor<float, Batch, Embed> x", "S.Pairs(x, x)");

    [Fact]
    public Task Size_against_declaration() => Call(
        "float[] data", "new Tensor<float, Batch, Embed>(data, 32, {|TDSL404:512|})", "Size 512 given for Embed, but Embed is declared [Dim(768)]");

    [Fact]
    public Task Size_of_a_prime() => Call("float[] data", "new Tensor<float, Batch, Prime<Embed>>(data, 2, {|TDSL404:2|})");

    [Theory]
    [InlineData("Tensor<float, Batch, Embed> x", "x.{|TDSL404:Rename<Batch, Classes>|}()")]
    [InlineData("Tensor<float, Embed> x", "x.{|TDSL404:Rename<Classes>|}()")]
    [InlineData("Tensor<float, Batch, Embed> x", "x.Rename<Embed, Hidden>()")]
    [InlineData("", "Tensors.Zeros<float, Batch, Embed>(3, {|TDSL404:10|})")]
    [InlineData("", "Tensors.FromRows<Batch, Classes>(new float[][] { {|TDSL404:new float[] { 1, 2 }|}, {|TDSL404:new[] { 1f }|} })")]
    [InlineData("", "Tensors.Labels<Batch, Classes>([3, {|TDSL406:10|}, {|TDSL406:-1|}])")]
    [InlineData("", "Tensors.Labels<Batch, Classes>([3, {|TDSL406:10|}, -1], ignoreIndex: -1)")]
    [InlineData("int ignored", "Tensors.Labels<Batch, Classes>([3, 10, -1], ignoreIndex: ignored)")]
    [InlineData("int label", "Tensors.Labels<Batch, Classes>(new[] { 3, label, {|TDSL406:10|} })")]
    [InlineData("", "Tensors.Labels<Classes, Words>({|TDSL404:new int[] { 1, 2 }|})")]
    [InlineData("int[] labels", "Tensors.Labels<Classes, Words>(labels)")]
    public Task Sizes_known_at_compile_time(string parameters, string call)
        => Call(parameters, call);

    [Fact]
    public Task Relabelled_to_another_size() => Verify.Diagnostics(
        "[Dim(768)] abstract class Embed; [Dim(10)] abstract class Classes; static partial class S { [Loss] static Expr F<N>(Expr<N, Embed> x) => Mean(x.{|TDSL404:Relabel<Embed, Classes>|}()); }",
        "Size 768 given for Classes, but Classes is declared [Dim(10)]");

    [Fact]
    public Task Inferred_argument() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity] static Expr<N, M> Pairs<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Dot<D>(x, y);
            [Loss] static Expr F<N, D>(Expr<N, D> x) => Mean({|CS0411:Pairs|}(x, {|TDSL405:x.Prime<N>()|}));
        }
        """,
        "Pairs: C# can't infer the type arguments from 'x.Prime<N>()', whose dims are inferred; write Pairs<N, M, D>(...) or 'x.Prime<N>().As<...>()'");

    [Fact]
    public Task Label_out_of_range() => Call(
        "", "new Tensor<Index<Classes>, Batch>(new Index<Classes>[] { 3, {|TDSL406:12|}, {|TDSL406:-1|} }, 3)", "Label 12 is outside Classes, declared [Dim(10)]");
}

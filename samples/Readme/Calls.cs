using TensorDsl;

/// <summary>The README's examples of calls; a test runs them.</summary>
public static class Calls
{
    public abstract class Queries;

    /// <summary>Value, gradient, and the forms that write to given memory.</summary>
    public static (float Loss, Tensor<float, Batch, Embed> GradX) Generated()
    {
        #region calls
        Tensor<float, Batch, Embed> x = Tensors.Normal<float, Batch, Embed>(256, 768, seed: 1);   // or new(array, 256, 768): wraps, no copy
        Tensor<float, Batch, Embed> y = Tensors.Normal<float, Batch, Embed>(256, 768, seed: 2);

        float loss = MyFunctions.InfoNce(x, y, temperature: 0.1f);

        var gradX = Tensors.Zeros<float, Batch, Embed>(256, 768);
        loss = MyFunctions.InfoNceGradient(x, y, gradX, gradY: null, temperature: 0.1f);          // value and gradients in one go

        Tensor<float, Queries, Embed> queries = Tensors.Normal<float, Queries, Embed>(5, 768, seed: 3);
        Tensor<float, Queries, Batch> s = MyFunctions.CosineMatrix(queries, x);                   // a new tensor
        MyFunctions.CosineMatrixInto(queries, x, s);                                              // or into one that is there
        MyFunctions.CosineMatrixBackward(queries, x, upstream: s, gradX: null, gradY: gradX);     // for any upstream gradient
        #endregion
        loss = MyFunctions.InfoNceGradient(x, y, gradX, null, 0.1f);
        return (loss, gradX);
    }

    /// <summary>double is an overload.</summary>
    public static double Double()
    {
        #region double
        var x = Tensors.Normal<double, Batch, Embed>(256, 768, seed: 1);
        double loss = MyFunctions.InfoNce(x, x, temperature: 0.1);
        #endregion
        return loss;
    }
}

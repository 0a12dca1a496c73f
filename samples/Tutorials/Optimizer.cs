namespace TensorDsl.Samples.Tutorials;

/// <summary>The library's Adam with what it remembers between the steps of one training.</summary>
internal sealed class Optimizer(int parameters, float rate)
{
    private readonly Tensor<float, Parameter> _mean = Tensors.Zeros<float, Parameter>(parameters);
    private readonly Tensor<float, Parameter> _square = Tensors.Zeros<float, Parameter>(parameters);
    private int _step;

    /// <summary>Moves the weights, in place.</summary>
    public void Step(Tensor<float, Parameter> weights, Tensor<float, Parameter> gradient)
        => Optimizers.AdamInto(weights, gradient, _mean, _square, ++_step, weights, _mean, _square, rate);
}

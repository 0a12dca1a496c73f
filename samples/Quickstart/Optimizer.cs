namespace TensorDsl.Samples.Quickstart;

/// <summary>What Adam remembers between the steps of one training.</summary>
internal sealed class Optimizer(int parameters)
{
    private readonly Tensor<float, Parameter> _mean = Tensors.Zeros<float, Parameter>(parameters);
    private readonly Tensor<float, Parameter> _square = Tensors.Zeros<float, Parameter>(parameters);
    private int _step;

    /// <summary>Moves the weights, in place.</summary>
    public void Step(Tensor<float, Parameter> weights, Tensor<float, Parameter> gradient, float rate)
        => Functions.AdamInto(weights, gradient, _mean, _square, ++_step, weights, _mean, _square, rate);
}

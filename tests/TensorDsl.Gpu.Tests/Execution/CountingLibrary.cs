namespace TensorDsl.LossTests.Execution;

/// <summary>The generated methods over GPU tensors of a device that runs nothing; no data is made for them.</summary>
public sealed class CountingLibrary(CountingDevice device) : ReflectedLibrary("GPU", typeof(float), IsOnGpu)
{
    protected override object Number(double value) => (float)value;

    protected override object Tensor(Type type, IReadOnlyList<int> extents, double[] data)
        => Activator.CreateInstance(type, [device, .. extents.Cast<object>()])!;

    protected override double[] Numbers(object? value) => [0];
}

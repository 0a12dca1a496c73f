namespace TensorDsl;

public static partial class Shapes
{
    /// <summary>Checks that two GPU tensors are on one device.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    /// <exception cref="ObjectDisposedException">One is disposed.</exception>
    public static void SameDevice<X, Y>(string function, GpuTensorBase<X> x, string xName, GpuTensorBase<Y> y, string yName)
        where X : unmanaged
        where Y : unmanaged
    {
        ArgumentNullException.ThrowIfNull(x, xName);
        ArgumentNullException.ThrowIfNull(y, yName);
        if (ReferenceEquals(x.Buffer.Device, y.Buffer.Device)) return;
        throw new ArgumentException(
            $"{function}: '{xName}' is on the device '{x.Device.Name}' but '{yName}' on another one, '{y.Device.Name}'; copy one of them " +
            "with ToCpu() and ToGpu(device)",
            yName);
    }

    /// <summary>Checks that a destination on a GPU has memory of its own: kernels read inputs while they write it.</summary>
    /// <exception cref="ArgumentException">It is the memory of the other tensor.</exception>
    public static void NoOverlap<X, Y>(string function, GpuTensorBase<X> destination, string name, GpuTensorBase<Y> other, string otherName)
        where X : unmanaged
        where Y : unmanaged
    {
        ArgumentNullException.ThrowIfNull(destination, name);
        ArgumentNullException.ThrowIfNull(other, otherName);
        if (!destination.Buffer.IsSameMemory(other.Buffer) || destination.Length == 0) return;
        throw new ArgumentException(
            $"{function}: '{name}' overlaps the memory of '{otherName}', which is read while it is written; give it memory of its own", name);
    }
}

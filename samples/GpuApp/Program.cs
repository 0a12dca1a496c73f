using System.Diagnostics;
using GpuApp;
using TensorDsl;
using TensorDsl.Vulkan;

// An application names the back ends that it brings, best first; the first that has a device is used.
#if COMPUTESHARP
Gpu.Register("ComputeSharp", ComputeSharpDevice.TryCreate);
#endif
Gpu.Register("Vulkan", VulkanDevice.TryCreate);

const int Pairs = 128, Size = 64, Steps = 20;
const float Temperature = .1f, Rate = 20f;
var x = Tensors.Normal<float, Pair, Embed>(Pairs, Size, seed: 1);
var y = Tensors.Normal<float, Pair, Embed>(Pairs, Size, seed: 2);
float onCpu = Losses.InfoNce(x, y, Temperature);
Console.WriteLine($"CPU: the loss of {Pairs} random pairs is {onCpu:f4}");

if (!Gpu.TryGetDevice(out var device, out string reason))
{
    Console.WriteLine($"no GPU: {reason}");
    return 0;
}
using (device)
{
    Console.WriteLine($"GPU: {device.Name}");
    using var target = y.ToGpu(device);
    var point = x.ToGpu(device);
    using var gradient = new GpuTensor<float, Pair, Embed>(device, Pairs, Size);
    using var first = Losses.InfoNce(point, target, Temperature);
    Console.WriteLine($"the loss there is {first.Read():f4}");

    // Nothing is read back between the steps: the output of one kernel is the input of the next, and all are handed over together.
    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < Steps; i++)
    {
        using var loss = Losses.InfoNceGradient(point, target, gradient, null, Temperature);
        var next = Functions.Descend(point, gradient, Rate);
        point.Dispose();
        point = next;
    }
    using var last = Losses.InfoNce(point, target, Temperature);
    float after = last.Read();
    Console.WriteLine($"after {Steps} steps it is {after:f4} ({Stopwatch.GetElapsedTime(start).TotalMilliseconds:f0} ms, with the kernels' compilation)");
    point.Dispose();

    var done = device.Statistics;
    Console.WriteLine($"{done.Dispatches} kernels ran in {done.Submissions} submissions; {done.PeakRentedBytes} bytes at most were rented");
    bool isRight = Math.Abs(first.Read() - onCpu) <= 1e-3f && after < .5f * onCpu;
    if (!isRight) Console.WriteLine("that is not what was expected");
    return isRight ? 0 : 1;
}

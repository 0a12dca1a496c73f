using System.Diagnostics;
using GpuApp;
using TensorDsl;
using TensorDsl.Vulkan;
#if COMPUTESHARP
using ComputeSharp;
#endif

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
#if COMPUTESHARP
    // The application's own functions also run over ComputeSharp's buffers, whose sizes are numbers.
    if (device is ComputeSharpDevice direct)
    {
        var graphics = direct.GraphicsDevice;
        using var from = graphics.AllocateReadOnlyBuffer<float>(Pairs * Size);
        using var along = graphics.AllocateReadOnlyBuffer<float>(Pairs * Size);
        using var to = graphics.AllocateReadWriteBuffer<float>(Pairs * Size);
        from.CopyFrom<float>(x.Span.ToArray());
        along.CopyFrom<float>(y.Span.ToArray());
        graphics.Descend(from, along, Rate, to, n: Pairs, d: Size);
        var found = new float[Pairs * Size];
        to.CopyTo<float>(found);
        float[] wanted = Functions.Descend(x, y, Rate).Span.ToArray();
        float worst = found.Zip(wanted, (a, b) => Math.Abs(a - b)).Max();
        Console.WriteLine($"a step over buffers differs from the CPU's by {worst:g2}");
        isRight &= worst <= 1e-4f;
    }
#endif
    if (!isRight) Console.WriteLine("that is not what was expected");
    return isRight ? 0 : 1;
}

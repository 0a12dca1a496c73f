using TensorDsl.Vulkan.Interop;

namespace TensorDsl.Vulkan.Devices;

/// <summary>An opened device with its one queue, and the translation of Vulkan's results into exceptions.</summary>
internal sealed unsafe class VulkanContext : IDisposable
{
    private readonly VulkanInstance _instance;
    private string? _lostIn;

    /// <summary>Opens a device. It owns the instance from now on, also if that fails.</summary>
    public VulkanContext(VulkanInstance instance, VulkanAdapter adapter)
    {
        _instance = instance;
        Adapter = adapter;
        try
        {
            Open();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public VulkanApi Api => _instance.Api;

    public VulkanAdapter Adapter { get; }

    public nint Device { get; private set; }

    public nint Queue { get; private set; }

    public bool IsLost => _lostIn != null;

    /// <summary>Throws if the device was lost before.</summary>
    /// <exception cref="GpuDeviceLostException">It was.</exception>
    public void CheckUsable()
    {
        if (_lostIn != null) throw Lost();
    }

    /// <summary>Throws if a call failed.</summary>
    /// <param name="result">What it returned.</param>
    /// <param name="what">What it was for, in words that fit behind "while": "allocating 4096 bytes".</param>
    public void Check(VkResult result, string what)
    {
        if (result >= 0) return;
        switch (result)
        {
            case VkResult.DeviceLost:
                _lostIn ??= what;
                throw Lost();
            case VkResult.OutOfDeviceMemory or VkResult.OutOfHostMemory or VkResult.TooManyObjects or VkResult.MemoryMapFailed
                or VkResult.FragmentedPool or VkResult.OutOfPoolMemory:
                throw new GpuOutOfMemoryException(
                    $"{Adapter.Name}: out of {(result == VkResult.OutOfHostMemory ? "host" : "device")} memory while {what} ({result})");
            default:
                throw new GpuException($"{Adapter.Name}: {result} while {what}");
        }
    }

    public void Dispose()
    {
        if (Device != 0) Api.DestroyDevice(Device, null);
        Device = 0;
        _instance.Dispose();
    }

    private GpuDeviceLostException Lost() => new(
        $"{Adapter.Name} was lost while {_lostIn}. What its buffers held is lost too; dispose it and open a device again");

    private void Open()
    {
        float priority = 1;
        var queues = new VkDeviceQueueCreateInfo
        {
            Type = StructureType.DeviceQueueCreateInfo,
            FamilyIndex = Adapter.ComputeFamily!.Value,
            Count = 1,
            Priorities = &priority,
        };
        // With it, a label that is no class reads zero or another element of ours, instead of bringing the device down.
        var features = new VkPhysicalDeviceFeatures { RobustBufferAccess = 1 };
        var info = new VkDeviceCreateInfo { Type = StructureType.DeviceCreateInfo, QueueCount = 1, Queues = &queues, Features = &features };
        nint device, queue;
        Check(Api.CreateDevice(Adapter.Handle, &info, null, &device), "opening it");
        Device = device;
        Api.GetDeviceQueue(device, Adapter.ComputeFamily.Value, 0, &queue);
        Queue = queue;
    }
}

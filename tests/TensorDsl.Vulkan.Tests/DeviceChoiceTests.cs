using System.Text;
using TensorDsl.Vulkan.Devices;
using TensorDsl.Vulkan.Interop;
using TensorDsl.Vulkan.Memory;
using TensorDsl.Vulkan.Tests.Support;

namespace TensorDsl.Vulkan.Tests;

/// <summary>Which device is taken, and which of its memory.</summary>
public sealed class DeviceChoiceTests
{
    private const MemoryProperties Visible = MemoryProperties.HostVisible | MemoryProperties.HostCoherent;

    private static readonly FakeDrivers s_drivers = new(
        new("llvmpipe (LLVM 15)", PhysicalDeviceType.Cpu),
        new("Intel UHD", PhysicalDeviceType.Integrated),
        new("NVIDIA RTX 4090", PhysicalDeviceType.Discrete),
        new("AMD RX 7900", PhysicalDeviceType.Discrete),
        new("Old", PhysicalDeviceType.Discrete) { Version = 1 << 22 },
        new("Display", PhysicalDeviceType.Discrete) { Queues = 1 });

    [Theory]
    [InlineData(null, "NVIDIA RTX 4090")]
    [InlineData("0", "llvmpipe (LLVM 15)")]
    [InlineData("3", "AMD RX 7900")]
    [InlineData("intel", "Intel UHD")]
    [InlineData("PIPE", "llvmpipe (LLVM 15)")]
    public void A_device_is_named_by_number_or_name_or_is_the_best(string? wanted, string expected)
        => Assert.Equal(expected, DeviceChoice.Choose(s_drivers.Adapters, wanted).Name);

    [Fact]
    public void A_software_device_is_taken_when_there_is_no_other()
    {
        Assert.Equal("llvmpipe", DeviceChoice.Choose(new FakeDrivers(new FakeDriver("llvmpipe", PhysicalDeviceType.Cpu)).Adapters, null).Name);
        Assert.Equal(
            "Other", DeviceChoice.Choose(new FakeDrivers(new("llvmpipe", PhysicalDeviceType.Cpu), new("Other", PhysicalDeviceType.Other)).Adapters, null).Name);
    }

    [Theory]
    [InlineData("6", "no Vulkan device is called '6'; there are 0: llvmpipe (LLVM 15), 1: Intel UHD, 2: NVIDIA RTX 4090")]
    [InlineData("radeon", "no Vulkan device is called 'radeon'; there are 0: llvmpipe")]
    [InlineData("old", "4: Old: it has Vulkan 1.0, but 1.1 is needed")]
    [InlineData("5", "5: Display: it has no queue for compute shaders")]
    public void What_cannot_be_used_is_named_with_its_reason(string wanted, string message)
        => Assert.Contains(message, Assert.Throws<GpuUnavailableException>(() => DeviceChoice.Choose(s_drivers.Adapters, wanted)).Message);

    [Fact]
    public void Without_devices_the_reason_says_so()
        => Assert.Contains("no driver offers", Assert.Throws<GpuUnavailableException>(() => DeviceChoice.Choose([], null)).Message);

    [Fact]
    public void Without_a_loader_the_reason_says_what_to_install()
    {
        var error = Assert.Throws<GpuUnavailableException>(() => VulkanDevice.Create(new VulkanOptions(), new NoVulkan(), null));
        Assert.Contains("vulkan", error.Message);
        Assert.Contains("install", error.Message);
    }

    [GpuFact]
    public void A_device_that_is_not_there_is_a_reason_and_no_exception()
    {
        Assert.False(VulkanDevice.TryCreate(new VulkanOptions { Device = "no such device" }, out var device, out string reason));
        Assert.Null(device);
        Assert.Contains("'no such device'; there are 0: ", reason);
        Assert.True(VulkanDevice.TryCreate(out var found, out reason), reason);
        Assert.Equal("", reason);
        Assert.NotEmpty(found.Name);
        Assert.InRange(found.Limits.MaxBufferBytes, 1 << 27, long.MaxValue);
        Assert.InRange(found.Limits.MaxSharedBytes, 16384, int.MaxValue);
        found.Dispose();
    }

    [Fact]
    public void The_host_writes_device_memory_where_it_sees_all_of_it()
    {
        // An integrated GPU: one heap, of which the cached type is better.
        var integrated = Adapter([1000], (MemoryProperties.DeviceLocal, 0), (MemoryProperties.DeviceLocal | Visible, 0),
            (MemoryProperties.DeviceLocal | Visible | MemoryProperties.HostCached, 0));
        Assert.Equal((2u, true), Chosen(integrated, MemoryKind.Device));
        Assert.Equal((0u, false), Chosen(integrated, MemoryKind.DeviceUnmapped));
        Assert.Equal((2u, true), Chosen(integrated, MemoryKind.Staging));
        // A buffer that can't have a type does not get it.
        Assert.Equal((1u, true), Chosen(integrated, MemoryKind.Device, allowed: 0b011));
    }

    [Fact]
    public void A_small_window_into_device_memory_is_not_for_buffers()
    {
        var discrete = Adapter([24_000, 64_000, 256], (MemoryProperties.DeviceLocal, 0), (Visible, 1),
            (Visible | MemoryProperties.HostCached, 1), (MemoryProperties.DeviceLocal | Visible, 2));
        Assert.Equal((0u, false), Chosen(discrete, MemoryKind.Device));
        Assert.Equal((2u, true), Chosen(discrete, MemoryKind.Staging));
        // With the window as large as the memory, it is.
        var resizable = Adapter([24_000, 64_000], (MemoryProperties.DeviceLocal, 0), (Visible | MemoryProperties.HostCached, 1),
            (MemoryProperties.DeviceLocal | Visible, 0));
        Assert.Equal((2u, true), Chosen(resizable, MemoryKind.Device));
        Assert.Equal((1u, true), Chosen(resizable, MemoryKind.Staging));
    }

    private static (uint, bool) Chosen(VulkanAdapter adapter, MemoryKind kind, uint allowed = uint.MaxValue)
    {
        var (type, _, isMapped) = MemoryTypes.Choose(adapter, kind, allowed);
        return (type, isMapped);
    }

    private static VulkanAdapter Adapter(ulong[] heaps, params (MemoryProperties, uint)[] types)
        => Assert.Single(new FakeDrivers(new FakeDriver("GPU", PhysicalDeviceType.Discrete) { Heaps = heaps, Types = types }).Adapters);

    private sealed record FakeDriver(string Name, PhysicalDeviceType Kind)
    {
        public uint Version { get; init; } = Vk.Version11;

        public uint Queues { get; init; } = 1 | Vk.QueueCompute;

        public ulong[] Heaps { get; init; } = [1 << 30];

        public (MemoryProperties Properties, uint Heap)[] Types { get; init; } = [(MemoryProperties.DeviceLocal, 0)];
    }

    private sealed unsafe class FakeDrivers(params FakeDriver[] drivers) : VulkanApi
    {
        public IReadOnlyList<VulkanAdapter> Adapters => [.. drivers.Select((_, i) => new VulkanAdapter(this, i, i))];

        public override void GetPhysicalDeviceProperties2(nint physical, VkPhysicalDeviceProperties2* properties)
        {
            ref var p = ref properties->Properties;
            (p.DeviceType, p.ApiVersion) = (drivers[physical].Kind, drivers[physical].Version);
            byte[] name = Encoding.UTF8.GetBytes(drivers[physical].Name);
            for (int i = 0; i < name.Length; i++) p.DeviceName[i] = name[i];
        }

        public override void GetPhysicalDeviceMemoryProperties(nint physical, VkPhysicalDeviceMemoryProperties* properties)
        {
            var (heaps, types) = (drivers[physical].Heaps, drivers[physical].Types);
            (properties->HeapCount, properties->TypeCount) = ((uint)heaps.Length, (uint)types.Length);
            for (int i = 0; i < heaps.Length; i++) properties->Heaps[i] = new() { Size = heaps[i] };
            for (int i = 0; i < types.Length; i++) properties->Types[i] = new() { Properties = types[i].Properties, HeapIndex = types[i].Heap };
        }

        public override void GetPhysicalDeviceQueueFamilyProperties(nint physical, uint* count, VkQueueFamilyProperties* families)
        {
            *count = 1;
            if (families != null) families[0] = new() { Flags = drivers[physical].Queues, Count = 1 };
        }
    }

    private sealed class NoVulkan : VulkanApi
    {
        public override bool IsPresent => false;
    }
}

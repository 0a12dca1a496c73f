namespace TensorDsl.Vulkan.Interop;

[Flags]
internal enum MemoryProperties : uint
{
    None = 0,
    DeviceLocal = 1,
    HostVisible = 2,
    HostCoherent = 4,
    HostCached = 8,
}

[Flags]
internal enum BufferUsage : uint
{
    TransferSource = 1,
    TransferDestination = 2,
    Storage = 0x20,
}

[Flags]
internal enum Stages : uint
{
    Compute = 0x800,
    Transfer = 0x1000,
    Host = 0x4000,
}

[Flags]
internal enum Accesses : uint
{
    ShaderRead = 0x20,
    ShaderWrite = 0x40,
    TransferRead = 0x800,
    TransferWrite = 0x1000,
    HostRead = 0x2000,
}

internal enum PhysicalDeviceType : uint
{
    Other = 0,
    Integrated = 1,
    Discrete = 2,
    Virtual = 3,
    Cpu = 4,
}

/// <summary>The remaining numbers of Vulkan's headers that are used.</summary>
internal static class Vk
{
    public const uint Version11 = (1u << 22) | (1u << 12);
    public const uint QueueCompute = 2;
    public const uint ShaderStageCompute = 0x20;
    public const uint BindPointCompute = 1;
    public const uint DescriptorStorageBuffer = 7;
    public const uint CommandBufferOneTimeSubmit = 1;
    public const ulong WholeSize = ulong.MaxValue;
    public const uint SeverityWarning = 0x100;
    public const uint SeverityError = 0x1000;
    public const uint AllMessageTypes = 7;
}

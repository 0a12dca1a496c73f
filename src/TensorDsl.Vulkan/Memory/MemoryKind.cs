namespace TensorDsl.Vulkan.Memory;

/// <summary>What memory is for.</summary>
internal enum MemoryKind
{
    /// <summary>Buffers of kernels: the device's own memory, which the host sees directly where that is the whole of it.</summary>
    Device,

    /// <summary>The same, but never seen by the host directly.</summary>
    DeviceUnmapped,

    /// <summary>Host memory through which data goes to and from memory that the host does not see.</summary>
    Staging,
}

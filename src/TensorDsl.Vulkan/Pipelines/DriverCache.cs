using System.Security.Cryptography;
using TensorDsl.Vulkan.Devices;
using TensorDsl.Vulkan.Interop;

namespace TensorDsl.Vulkan.Pipelines;

/// <summary>
/// What a driver made of SPIR-V, kept between runs. The driver recognises by a header data that is not its own; that a file is whole is
/// checked here.
/// </summary>
internal sealed unsafe class DriverCache
{
    private readonly VulkanContext _context;
    private readonly string _file;
    private readonly byte[] _loadedHash;
    private ulong _handle;

    /// <param name="context">The device.</param>
    /// <param name="directory">Where to keep it; empty for not at all.</param>
    public DriverCache(VulkanContext context, string directory)
    {
        _context = context;
        var properties = context.Adapter.Properties;
        string id = Convert.ToHexStringLower(new ReadOnlySpan<byte>(properties.PipelineCacheUuid, 16));
        _file = directory.Length == 0 ? ""
            : Path.Combine(directory, $"{properties.VendorId:x8}-{properties.DeviceId:x8}-{properties.DriverVersion:x8}-{id}.pipelines");
        byte[] data = Compilation.CheckedFile.TryRead(_file) ?? [];
        _loadedHash = SHA256.HashData(data);
        ulong handle;
        fixed (byte* first = data)
        {
            var info = new VkPipelineCacheCreateInfo
            {
                Type = StructureType.PipelineCacheCreateInfo,
                InitialDataSize = (nuint)data.Length,
                InitialData = first,
            };
            context.Check(context.Api.CreatePipelineCache(context.Device, &info, null, &handle), "opening the driver's cache");
        }
        _handle = handle;
    }

    public ulong Handle => _handle;

    /// <summary>Writes the file if there is anything new, and closes the cache. A cache that cannot be written is none: no error.</summary>
    public void Dispose()
    {
        if (_handle == 0) return;
        if (_file.Length > 0 && !_context.IsLost) Save();
        _context.Api.DestroyPipelineCache(_context.Device, _handle, null);
        _handle = 0;
    }

    private void Save()
    {
        nuint size = 0;
        if (_context.Api.GetPipelineCacheData(_context.Device, _handle, &size, null) < 0 || size == 0) return;
        byte[] data = new byte[size];
        fixed (byte* first = data)
        {
            // Another process may have added to it meanwhile, so that less is a success too.
            if (_context.Api.GetPipelineCacheData(_context.Device, _handle, &size, first) != VkResult.Success) return;
        }
        var written = data.AsSpan(0, (int)size);
        if (!SHA256.HashData(written).AsSpan().SequenceEqual(_loadedHash)) Compilation.CheckedFile.TryWrite(_file, written);
    }
}

using System.Runtime.InteropServices;
using System.Text;
using TensorDsl.Vulkan.Interop;

namespace TensorDsl.Vulkan.Devices;

/// <summary>A connection to the Vulkan loader, with the validation layer if asked for.</summary>
internal sealed unsafe class VulkanInstance : IDisposable
{
    private const string ValidationLayer = "VK_LAYER_KHRONOS_validation";

    private readonly Action<string>? _onMessage;
    private GCHandle _self;
    private nint _handle;
    private ulong _messenger;

    /// <exception cref="GpuUnavailableException">Vulkan, or the layer, is not there.</exception>
    public VulkanInstance(VulkanApi api, VulkanOptions options)
    {
        Api = api;
        bool validation = options.Validation == true;
        if (validation && !HasValidationLayer())
            throw new GpuUnavailableException(
                $"validation was asked for, but the layer {ValidationLayer} is not installed (Debian and Ubuntu: apt-get install vulkan-validationlayers)");
        _onMessage = options.OnValidationMessage ?? Console.Error.WriteLine;
        // The driver calls back with a handle to this object, which must stay where it is told.
        _self = GCHandle.Alloc(this);
        try
        {
            Create(validation);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public VulkanApi Api { get; }

    public nint Handle => _handle;

    /// <summary>The devices, in the driver's order.</summary>
    public IReadOnlyList<VulkanAdapter> Adapters()
    {
        uint count = 0;
        Check(Api.EnumeratePhysicalDevices(_handle, &count, null), "the devices cannot be listed");
        var handles = new nint[count];
        fixed (nint* first = handles) Check(Api.EnumeratePhysicalDevices(_handle, &count, first), "the devices cannot be listed");
        return [.. handles.Take((int)count).Select((h, i) => new VulkanAdapter(Api, h, i))];
    }

    public void Dispose()
    {
        if (_messenger != 0)
        {
            var destroy = (delegate* unmanaged<nint, ulong, void*, void>)Function("vkDestroyDebugUtilsMessengerEXT\0"u8);
            destroy(_handle, _messenger, null);
            _messenger = 0;
        }
        if (_handle != 0) Api.DestroyInstance(_handle, null);
        _handle = 0;
        if (_self.IsAllocated) _self.Free();
    }

    private void Create(bool validation)
    {
        fixed (byte* name = "TensorDsl\0"u8, layer = Encoding.UTF8.GetBytes(ValidationLayer + "\0"), extension = "VK_EXT_debug_utils\0"u8)
        {
            var application = new VkApplicationInfo
            {
                Type = StructureType.ApplicationInfo,
                ApplicationName = name,
                EngineName = name,
                ApiVersion = Vk.Version11,
            };
            byte** layers = stackalloc byte*[] { layer };
            byte** extensions = stackalloc byte*[] { extension };
            var messenger = new VkDebugUtilsMessengerCreateInfo
            {
                Type = StructureType.DebugUtilsMessengerCreateInfo,
                Severity = Vk.SeverityWarning | Vk.SeverityError,
                MessageType = Vk.AllMessageTypes,
                Callback = &OnMessage,
                UserData = (void*)GCHandle.ToIntPtr(_self),
            };
            var info = new VkInstanceCreateInfo
            {
                Type = StructureType.InstanceCreateInfo,
                // Also told here, for messages about the instance itself.
                Next = validation ? &messenger : null,
                ApplicationInfo = &application,
                LayerCount = validation ? 1u : 0u,
                Layers = layers,
                ExtensionCount = validation ? 1u : 0u,
                Extensions = extensions,
            };
            nint handle;
            Check(Api.CreateInstance(&info, null, &handle), "no Vulkan instance can be made; is a driver installed?");
            _handle = handle;
            if (!validation) return;
            var create = (delegate* unmanaged<nint, VkDebugUtilsMessengerCreateInfo*, void*, ulong*, VkResult>)Function(
                "vkCreateDebugUtilsMessengerEXT\0"u8);
            ulong made;
            Check(create(_handle, &messenger, null, &made), "the validation layer's messages cannot be received");
            _messenger = made;
        }
    }

    private bool HasValidationLayer()
    {
        uint count = 0;
        if (Api.EnumerateInstanceLayerProperties(&count, null) < 0 || count == 0) return false;
        var layers = new VkLayerProperties[count];
        fixed (VkLayerProperties* first = layers)
        {
            if (Api.EnumerateInstanceLayerProperties(&count, first) < 0) return false;
            for (int i = 0; i < count; i++)
                if (Marshal.PtrToStringUTF8((nint)first[i].LayerName) == ValidationLayer) return true;
        }
        return false;
    }

    private nint Function(ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name) return Api.GetInstanceProcAddr(_handle, text);
    }

    private static void Check(VkResult result, string what)
    {
        if (result < 0) throw new GpuUnavailableException($"{what} ({result})");
    }

    [UnmanagedCallersOnly]
    private static uint OnMessage(uint severity, uint type, VkDebugUtilsMessage* message, void* user)
    {
        // An exception must not reach the driver; there is no one to tell about one in the receiver.
        try
        {
            if (GCHandle.FromIntPtr((nint)user).Target is VulkanInstance instance)
                instance._onMessage?.Invoke(Marshal.PtrToStringUTF8((nint)message->Text) ?? "");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Console.Error.WriteLine(e);
        }
        return 0;
    }
}

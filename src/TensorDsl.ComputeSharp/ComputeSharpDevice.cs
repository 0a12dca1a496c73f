using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using ComputeSharp;
using TensorDsl.Hlsl;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl;

/// <summary>A Direct3D 12 device through ComputeSharp. TensorDsl's generator adds this type to projects that reference
/// ComputeSharp.</summary>
/// <remarks>
/// Dispatches are recorded, and run together in one <see cref="ComputeContext"/> when a result is read or <see cref="Flush"/> is called;
/// unlike other devices, that waits for them, because ComputeSharp does.
/// </remarks>
internal sealed partial class ComputeSharpDevice : IGpuDevice
{
    // The limit of D3D12 for the elements of a buffer.
    private const long MaxElements = 1L << 27;
    private const int SharedBytes = 32 << 10;

    private static readonly ConditionalWeakTable<GraphicsDevice, ComputeSharpDevice> s_devices = new();

    private readonly Lock _gate = new();
    private readonly List<RecordedDispatch> _recorded = new();
    private readonly Dictionary<int, Stack<ComputeSharpMemory>> _free = new();

    // Memory that contexts of the caller's use, which run at a time that nobody tells. It serves only other kernels of such contexts, which
    // write it before they read it; an upload into it might come before the kernels that used it first.
    private readonly Dictionary<int, Stack<ComputeSharpMemory>> _freeOfContexts = new();
    private readonly ConcurrentQueue<(Dictionary<int, Stack<ComputeSharpMemory>> Pool, ComputeSharpMemory Memory, long Length)> _abandoned = new();
    private readonly HashSet<GpuKernel> _kernels = new(ReferenceEqualityComparer.Instance);
    private volatile string? _lost;
    private bool _isDisposed;
    private bool _isRecordingForCaller;
    private long _rentedBytes, _peakRentedBytes, _rentedBuffers, _allocatedBytes, _dispatches, _submissions, _barriers;

    private ComputeSharpDevice(GraphicsDevice device)
    {
        GraphicsDevice = device;
        device.DeviceLost += OnLost;
    }

    /// <summary>
    /// Makes bytecode from a kernel's name and HLSL. By default it is d3dcompiler_47.dll, for shader model 5.1; an application that brings
    /// another compiler sets it before the first dispatch.
    /// </summary>
    public static Func<string, string, byte[]> Compiler { get; set; } = FxcCompiler.Compile;

    /// <summary>ComputeSharp's device.</summary>
    public GraphicsDevice GraphicsDevice { get; }

    /// <inheritdoc/>
    public string Name => GraphicsDevice.Name;

    /// <inheritdoc/>
    public GpuLimits Limits { get; } = new(MaxElements * sizeof(float), SharedBytes, 1024);

    /// <inheritdoc/>
    public bool IsUsable => !_isDisposed && _lost is null;

    /// <inheritdoc/>
    public GpuStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                ReturnAbandoned();
                return new GpuStatistics
                {
                    RentedBytes = _rentedBytes,
                    PeakRentedBytes = _peakRentedBytes,
                    RentedBuffers = _rentedBuffers,
                    AllocatedBytes = _allocatedBytes,
                    Dispatches = _dispatches,
                    Submissions = _submissions,
                    Barriers = _barriers,
                    Pipelines = _kernels.Count,
                    Compilations = _kernels.Count,
                };
            }
        }
    }

    /// <summary>
    /// Opens ComputeSharp's default device. It has the form of a <see cref="GpuProbe"/>: <c>Gpu.Register("ComputeSharp",
    /// ComputeSharpDevice.TryCreate);</c>. A device that computes on the CPU (WARP) is taken only if the environment variable
    /// TENSORDSL_COMPUTESHARP_WARP is 1, because the CPU functions are faster.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="reason">Why there is none; empty if there is one.</param>
    public static bool TryCreate([NotNullWhen(true)] out IGpuDevice? device, out string reason)
    {
        device = null;
        if (!OperatingSystem.IsWindowsVersionAtLeast(6, 2))
        {
            reason = "ComputeSharp runs on Direct3D 12, which only Windows has";
            return false;
        }
        try
        {
            device = Open(out reason);
            return device != null;
        }
        catch (Exception e) when (e is DllNotFoundException or FileNotFoundException or TypeInitializationException or Win32Exception
            or NotSupportedException or InvalidOperationException)
        {
            reason = $"Direct3D 12 has no device that ComputeSharp can use: {e.Message}";
            return false;
        }
    }

    /// <summary>Works on a device that the caller has, and does not dispose it.</summary>
    public static ComputeSharpDevice Create(GraphicsDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new ComputeSharpDevice(device);
    }

    /// <summary>
    /// What the methods over ComputeSharp's own buffers run on: one for each device, made when it is first asked for. It keeps the memory that
    /// they need between their kernels for the next call; Dispose frees that, and the next call gets a new one.
    /// </summary>
    public static ComputeSharpDevice Of(GraphicsDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        lock (s_devices)
        {
            if (s_devices.TryGetValue(device, out var known) && !known._isDisposed) return known;
            var made = new ComputeSharpDevice(device);
            s_devices.AddOrUpdate(device, made);
            return made;
        }
    }

    /// <inheritdoc/>
    public void ResetPeak()
    {
        lock (_gate)
        {
            _peakRentedBytes = _rentedBytes;
        }
    }

    /// <summary>Disposes the buffers of the pool; ComputeSharp's device stays.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            GraphicsDevice.DeviceLost -= OnLost;
            _recorded.Clear();
            foreach (var pool in new[] { _free, _freeOfContexts })
            {
                foreach (var free in pool.Values)
                    foreach (var memory in free) memory.Dispose();
                pool.Clear();
            }
        }
    }

    /// <summary>The device's name.</summary>
    public override string ToString() => Name;

    // A method of its own, so that ComputeSharp is not loaded where it cannot be used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ComputeSharpDevice? Open(out string reason)
    {
        var device = GraphicsDevice.GetDefault();
        if (!device.IsHardwareAccelerated && Environment.GetEnvironmentVariable("TENSORDSL_COMPUTESHARP_WARP") != "1")
        {
            reason = $"the only Direct3D 12 device is '{device.Name}', which computes on the CPU";
            return null;
        }
        reason = "";
        return new ComputeSharpDevice(device);
    }

    private void OnLost(object? sender, DeviceLostEventArgs e) => _lost = e.Reason.ToString();

    private void CheckUsable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_lost != null) throw Lost();
    }

    private GpuDeviceLostException Lost()
        => new($"{Name} was lost ({_lost}). What its buffers held is lost too; dispose it and open a device again");

    /// <summary>What ComputeSharp throws for a lost device or too little memory, as our kind; null for anything else.</summary>
    private GpuException? Translated(Exception e)
    {
        const int OutOfMemory = unchecked((int)0x8007000E), Removed = unchecked((int)0x887A0005), Hung = unchecked((int)0x887A0006),
            Reset = unchecked((int)0x887A0007), Internal = unchecked((int)0x887A0020);
        if (e is GpuException) return null;
        int code = e is Win32Exception win32 ? win32.NativeErrorCode : e.HResult;
        if (code == OutOfMemory || e is OutOfMemoryException) return new GpuOutOfMemoryException($"{Name}: out of memory: {e.Message}", e);
        if (_lost is null && code is not (Removed or Hung or Reset or Internal)) return null;
        _lost ??= $"0x{code:X8}";
        return new GpuDeviceLostException(Lost().Message, e);
    }
}

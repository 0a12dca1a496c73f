using System;
using System.Collections.Generic;
using ComputeSharp;
using TensorDsl.Hlsl;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl;

internal sealed partial class ComputeSharpDevice
{
    /// <inheritdoc/>
    public void Dispatch<TKernel>(ReadOnlySpan<GpuBuffer> buffers, ReadOnlySpan<uint> constants, long groups)
        where TKernel : struct, IGpuKernel
    {
        var kernel = TKernel.Kernel;
        kernel.Check(buffers, constants);
        if (groups == 0) return;
        uint[] words = new uint[HlslSource.HeaderWords + constants.Length];
        var grid = HlslSource.WriteConstants(groups, constants, words);
        lock (_gate)
        {
            CheckUsable();
            if (kernel.SharedBytes > SharedBytes)
                throw new GpuException(
                    $"the kernel {kernel} needs {kernel.SharedBytes} bytes of shared memory, but Direct3D 12 allows {SharedBytes}");
            var resources = new ReadWriteBuffer<float>[buffers.Length];
            for (int i = 0; i < resources.Length; i++) resources[i] = ResourceOf(buffers[i], nameof(buffers));
            // What cannot be compiled is told here, where the kernel is used, and not when others are run.
            _ = KernelProgram<TKernel>.Bytecode;
            _recorded.Add(new RecordedDispatch<TKernel>(resources, words, grid));
            _kernels.Add(kernel);
            _dispatches++;
        }
    }

    /// <summary>Runs what was recorded, and waits for it.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            CheckUsable();
            CheckNotRecordingForCaller();
            Run();
        }
    }

    /// <summary>
    /// Records what functions over GPU tensors do into a context of the caller's, instead of running it: it runs with the context's other
    /// work,
    /// when the context is disposed.
    /// </summary>
    /// <param name="context">A context of this device's.</param>
    /// <param name="work">
    /// Calls functions over tensors of this device. Tensors may be made and disposed in it; nothing can be uploaded or read back.
    /// </param>
    /// <remarks>
    /// There are barriers between the kernels recorded here. For what shaders of the caller's own touch in the same context, before or
    /// after, the
    /// caller places them. What was dispatched before this call runs before it returns.
    /// </remarks>
    /// <exception cref="ArgumentException">The context is another device's.</exception>
    public void Record(ref readonly ComputeContext context, Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!ReferenceEquals(context.GraphicsDevice, GraphicsDevice))
            throw new ArgumentException($"the context is of another device, '{context.GraphicsDevice.Name}'", nameof(context));
        lock (_gate)
        {
            CheckUsable();
            CheckNotRecordingForCaller();
            Run();
            _isRecordingForCaller = true;
            try
            {
                work();
                RecordAll(in context);
            }
            catch (Exception e) when (Translated(e) is { } translated)
            {
                throw translated;
            }
            finally
            {
                _isRecordingForCaller = false;
                _recorded.Clear();
            }
        }
    }

    private void CheckNotRecordingForCaller()
    {
        if (_isRecordingForCaller)
            throw new InvalidOperationException(
                "Kernels are being recorded into a ComputeContext: nothing can be uploaded, read back or flushed meanwhile.");
    }

    private bool IsRecorded(ReadWriteBuffer<float> resource)
    {
        foreach (var dispatch in _recorded)
            if (Array.IndexOf(dispatch.Buffers, resource) >= 0) return true;
        return false;
    }

    /// <summary>Runs what was recorded in one context. If that fails, what was recorded is gone.</summary>
    private void Run()
    {
        if (_recorded.Count == 0) return;
        try
        {
            using ComputeContext context = GraphicsDevice.CreateComputeContext();
            RecordAll(in context);
            _submissions++;
        }
        catch (Exception e) when (Translated(e) is { } translated)
        {
            throw translated;
        }
        finally
        {
            _recorded.Clear();
        }
    }

    private void RecordAll(ref readonly ComputeContext context)
    {
        // Whether a buffer was written since its last barrier; absent means that it was not touched.
        var touched = new Dictionary<ReadWriteBuffer<float>, bool>(ReferenceEqualityComparer.Instance);
        foreach (var dispatch in _recorded)
        {
            for (int i = 0; i < dispatch.Buffers.Length; i++)
            {
                var buffer = dispatch.Buffers[i];
                if (!touched.TryGetValue(buffer, out bool wasWritten) || !wasWritten && !dispatch.Kernel.Bindings[i].IsWritten) continue;
                context.Barrier(buffer);
                touched.Remove(buffer);
                _barriers++;
            }
            for (int i = 0; i < dispatch.Buffers.Length; i++)
            {
                touched.TryGetValue(dispatch.Buffers[i], out bool isWritten);
                touched[dispatch.Buffers[i]] = isWritten | dispatch.Kernel.Bindings[i].IsWritten;
            }
            dispatch.Record(in context);
        }
    }
}

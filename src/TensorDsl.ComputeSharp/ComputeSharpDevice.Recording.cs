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
            var memory = new ComputeSharpMemory[buffers.Length];
            for (int i = 0; i < memory.Length; i++) memory[i] = MemoryOf(buffers[i], nameof(buffers));
            _recorded.Add(Make<TKernel>(kernel, memory, words, grid));
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
    /// work, when the context is disposed.
    /// </summary>
    /// <param name="context">A context of this device's.</param>
    /// <param name="work">
    /// Calls functions over tensors of this device. Tensors may be made and disposed in it; nothing can be uploaded or read back.
    /// </param>
    /// <remarks>
    /// There are barriers between the kernels recorded here. For what other calls and shaders touch in the same context, before or after, the
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

    private RecordedDispatch Make<TKernel>(GpuKernel kernel, ComputeSharpMemory[] memory, uint[] words, (uint X, uint Y) grid)
        where TKernel : struct, IGpuKernel
    {
        uint readOnly = 0;
        for (int i = 0; i < memory.Length; i++)
        {
            if (!memory[i].IsReadOnly) continue;
            if (kernel.Bindings[i].IsWritten)
                throw new ArgumentException($"{kernel} writes '{kernel.Bindings[i].Name}', but the buffer is a ReadOnlyBuffer");
            readOnly |= 1u << i;
        }
        if (RecordedDispatch.TryMake<TKernel>(memory, readOnly, words, grid) is { } made) return made;
        // A kernel that was used with more combinations than it has forms for gets writable copies, which go back to the pool behind it.
        var copies = new List<GpuBuffer>();
        for (int i = 0; i < memory.Length; i++)
        {
            if (!memory[i].IsReadOnly) continue;
            var copy = (ComputeSharpBuffer)Rent(memory[i].Length);
            copies.Add(copy);
            Copy(memory[i], copy.Memory);
            memory[i] = copy.Memory;
        }
        var dispatch = RecordedDispatch.TryMake<TKernel>(memory, 0, words, grid)!;
        foreach (var copy in copies) copy.Dispose();
        return dispatch;
    }

    private void Copy(ComputeSharpMemory source, ComputeSharpMemory destination)
    {
        uint[] words = new uint[HlslSource.HeaderWords + 1];
        var grid = HlslSource.WriteConstants(GpuPartition.RowGroups(source.Length, 1), [(uint)source.Length], words);
        // A kernel with one input has one combination only.
        _recorded.Add(RecordedDispatch.TryMake<CopyWords>([source, destination], 1, words, grid)!);
    }

    private void CheckNotRecordingForCaller()
    {
        if (_isRecordingForCaller)
            throw new InvalidOperationException(
                "Kernels are being recorded into a ComputeContext: nothing can be uploaded, read back or flushed meanwhile.");
    }

    private bool IsRecorded(ComputeSharpMemory memory)
    {
        foreach (var dispatch in _recorded)
            if (Array.Exists(dispatch.Buffers, b => ReferenceEquals(b.Resource, memory.Resource))) return true;
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
        var touched = new Dictionary<IGraphicsResource, bool>(ReferenceEqualityComparer.Instance);
        foreach (var dispatch in _recorded)
        {
            for (int i = 0; i < dispatch.Buffers.Length; i++)
            {
                var buffer = dispatch.Buffers[i];
                bool? wasWritten = touched.TryGetValue(buffer.Resource, out bool here) ? here : _isRecordingForCaller ? buffer.WrittenInContext : null;
                if (wasWritten is null || wasWritten == false && !dispatch.Kernel.Bindings[i].IsWritten) continue;
                buffer.Barrier(in context);
                touched[buffer.Resource] = false;
                _barriers++;
            }
            for (int i = 0; i < dispatch.Buffers.Length; i++)
            {
                touched.TryGetValue(dispatch.Buffers[i].Resource, out bool isWritten);
                touched[dispatch.Buffers[i].Resource] = isWritten | dispatch.Kernel.Bindings[i].IsWritten;
            }
            dispatch.Record(in context);
        }
        if (!_isRecordingForCaller) return;
        foreach (var dispatch in _recorded)
            foreach (var buffer in dispatch.Buffers) buffer.WrittenInContext = touched[buffer.Resource];
    }
}

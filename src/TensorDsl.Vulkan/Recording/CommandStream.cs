using TensorDsl.Vulkan.Devices;
using TensorDsl.Vulkan.Interop;
using TensorDsl.Vulkan.Memory;
using TensorDsl.Vulkan.Pipelines;

namespace TensorDsl.Vulkan.Recording;

/// <summary>
/// The work of a device in its order. Commands are recorded; they reach the device when somebody waits for them, flushes, or when many
/// have gathered.
/// </summary>
/// <remarks>
/// Between two commands of which one writes what the other touches stands a barrier, for all memory at once: a device has one, and waits in
/// it for all kernels anyway. A slot remembers in which span between barriers it was last read and written.
/// </remarks>
internal sealed unsafe class CommandStream(VulkanContext context, MemoryPool staging)
{
    /// <summary>So many gathered dispatches are submitted by themselves, so that the device begins while the host still records.</summary>
    public const int DispatchesOfASubmission = 256;

    private readonly Queue<Submission> _inFlight = [];
    private readonly Stack<Submission> _free = [];
    private Submission? _open;
    private long _serial;
    private long _span = 1;

    /// <summary>The submissions so far.</summary>
    public long Submissions { get; private set; }

    /// <summary>The barriers so far.</summary>
    public long Barriers { get; private set; }

    /// <summary>The dispatches so far.</summary>
    public long Dispatches { get; private set; }

    /// <summary>All submissions up to this number have run.</summary>
    public long Completed { get; private set; }

    /// <summary>The staging memory that recorded or running copies hold.</summary>
    public long StagingBytes => (_open?.StagingBytes ?? 0) + _inFlight.Sum(s => s.StagingBytes);

    /// <summary>The device neither runs nor will run anything that uses the slot.</summary>
    public bool IsIdle(Slot slot)
    {
        Collect();
        return slot.LastUse <= Completed;
    }

    /// <summary>Records a run of a kernel.</summary>
    /// <param name="pipeline">The kernel.</param>
    /// <param name="slots">Its buffers. It can reach the bytes that were asked for, and no others.</param>
    /// <param name="constants">All its constants.</param>
    /// <param name="grid">Its grid.</param>
    public void Dispatch(VulkanPipeline pipeline, ReadOnlySpan<Slot> slots, ReadOnlySpan<uint> constants, (uint X, uint Y) grid)
    {
        var open = Open();
        ulong set = open.AllocateSet(pipeline.SetLayout, (uint)slots.Length);
        Bind(set, pipeline, slots);
        Guard(open, slots, pipeline.IsWritten);
        var api = context.Api;
        api.CmdBindPipeline(open.Commands, Vk.BindPointCompute, pipeline.Handle);
        api.CmdBindDescriptorSets(open.Commands, Vk.BindPointCompute, pipeline.Layout, 0, 1, &set, 0, null);
        fixed (uint* first = constants)
            api.CmdPushConstants(open.Commands, pipeline.Layout, Vk.ShaderStageCompute, 0, (uint)constants.Length * sizeof(uint), first);
        api.CmdDispatch(open.Commands, grid.X, grid.Y, 1);
        Dispatches++;
        if (++open.Dispatches >= DispatchesOfASubmission) Flush();
    }

    /// <summary>Records a copy between two slots.</summary>
    public void Copy(Slot source, long sourceOffset, Slot destination, long destinationOffset, long bytes)
    {
        var open = Open();
        Guard(open, [source, destination], [false, true]);
        var region = new VkBufferCopy
        {
            SourceOffset = (ulong)(source.Offset + sourceOffset),
            DestinationOffset = (ulong)(destination.Offset + destinationOffset),
            Size = (ulong)bytes,
        };
        context.Api.CmdCopyBuffer(open.Commands, source.Block.Buffer, destination.Block.Buffer, 1, &region);
    }

    /// <summary>Keeps a staging slot until the device has run what is recorded now.</summary>
    public void Keep(Slot staged) => Open().Keep(staged);

    /// <summary>Submits what is recorded. If memory is short for that, it stays recorded, and the next call tries again.</summary>
    public void Flush()
    {
        if (_open is not { } open) return;
        var api = context.Api;
        if (!open.IsEnded)
        {
            // What the host reads after the fence must be visible to it.
            Barrier(open.Commands, Stages.Host, Accesses.HostRead);
            open.End();
        }
        nint commands = open.Commands;
        var info = new VkSubmitInfo { Type = StructureType.SubmitInfo, CommandBufferCount = 1, CommandBuffers = &commands };
        context.Check(api.QueueSubmit(context.Queue, 1, &info, open.Fence), "submitting kernels");
        Submissions++;
        _inFlight.Enqueue(open);
        _open = null;
    }

    /// <summary>Submits what is recorded and waits for all of it.</summary>
    public void WaitIdle() => WaitFor(_serial);

    /// <summary>Waits until a submission has run, which is submitted if it is still being recorded.</summary>
    public void WaitFor(long serial)
    {
        if (_open != null && _open.Serial <= serial) Flush();
        while (Completed < serial && _inFlight.TryPeek(out var first))
        {
            ulong fence = first.Fence;
            context.Check(context.Api.WaitForFences(context.Device, 1, &fence, 1, ulong.MaxValue), "waiting for kernels");
            Retire();
        }
    }

    /// <summary>Waits for the oldest submission, so that its staging memory can be used again.</summary>
    public void WaitForOldest()
    {
        if (_inFlight.Count == 0) Flush();
        if (_inFlight.TryPeek(out var first)) WaitFor(first.Serial);
    }

    public void Dispose()
    {
        if (_open != null) _open.Free();
        foreach (var submission in _inFlight.Concat(_free)) submission.Free();
        _open = null;
        _inFlight.Clear();
        _free.Clear();
    }

    private Submission Open()
    {
        if (_open is { IsEnded: true }) Flush();
        if (_open != null) return _open;
        Collect();
        if (!_free.TryPop(out var submission)) submission = new Submission(context);
        try
        {
            submission.Begin(_serial + 1);
        }
        catch
        {
            submission.Free();
            throw;
        }
        _serial++;
        return _open = submission;
    }

    /// <summary>Takes back what has run, without waiting.</summary>
    private void Collect()
    {
        while (_inFlight.TryPeek(out var first))
        {
            var status = context.Api.GetFenceStatus(context.Device, first.Fence);
            context.Check(status, "asking what has run");
            if (status != VkResult.Success) return;
            Retire();
        }
    }

    private void Retire()
    {
        var done = _inFlight.Dequeue();
        Completed = done.Serial;
        try
        {
            done.Reset(staging);
        }
        catch
        {
            done.Free();
            throw;
        }
        _free.Push(done);
    }

    private void Bind(ulong set, VulkanPipeline pipeline, ReadOnlySpan<Slot> slots)
    {
        VkDescriptorBufferInfo* buffers = stackalloc VkDescriptorBufferInfo[slots.Length];
        VkWriteDescriptorSet* writes = stackalloc VkWriteDescriptorSet[slots.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            var slot = slots[i];
            // An empty buffer is bound with one element, which no kernel reads: a range of 0 cannot be bound.
            buffers[i] = new() { Buffer = slot.Block.Buffer, Offset = (ulong)slot.Offset, Range = (ulong)Math.Max(slot.Requested, sizeof(uint)) };
            writes[i] = new()
            {
                Type = StructureType.WriteDescriptorSet,
                Set = set,
                Binding = pipeline.Bindings[i],
                Count = 1,
                DescriptorType = Vk.DescriptorStorageBuffer,
                BufferInfo = &buffers[i],
            };
        }
        context.Api.UpdateDescriptorSets(context.Device, (uint)slots.Length, writes, 0, null);
    }

    /// <summary>Places a barrier if a command must wait for those before it, and notes what it does.</summary>
    private void Guard(Submission open, ReadOnlySpan<Slot> slots, ReadOnlySpan<bool> isWritten)
    {
        bool isHazard = false;
        for (int i = 0; i < slots.Length; i++)
            isHazard |= slots[i].WrittenIn == _span || isWritten[i] && slots[i].ReadIn == _span;
        if (isHazard)
        {
            Barrier(
                open.Commands,
                Stages.Compute | Stages.Transfer,
                Accesses.ShaderRead | Accesses.ShaderWrite | Accesses.TransferRead | Accesses.TransferWrite);
            Barriers++;
            _span++;
        }
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i].LastUse = open.Serial;
            if (isWritten[i]) slots[i].WrittenIn = _span;
            else slots[i].ReadIn = _span;
        }
    }

    private void Barrier(nint commands, Stages destination, Accesses accesses)
    {
        var barrier = new VkMemoryBarrier
        {
            Type = StructureType.MemoryBarrier,
            Source = Accesses.ShaderWrite | Accesses.TransferWrite,
            Destination = accesses,
        };
        context.Api.CmdPipelineBarrier(commands, Stages.Compute | Stages.Transfer, destination, 0, 1, &barrier, 0, null, 0, null);
    }
}

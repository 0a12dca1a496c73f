namespace ComputeSharp;

public sealed class GraphicsDevice : IDisposable
{
    internal GraphicsDevice(StandIn standIn) => StandIn = standIn;

    public event EventHandler<DeviceLostEventArgs>? DeviceLost;

    public string Name => StandIn.Name;

    public bool IsHardwareAccelerated => StandIn.IsHardwareAccelerated;

    internal StandIn StandIn { get; }

    public static GraphicsDevice GetDefault() => throw new NotSupportedException("This is a transcription of ComputeSharp's surface.");

    public void Dispose()
    {
    }

    public override string ToString() => Name;

    internal void Lose(DeviceLostReason reason) => DeviceLost?.Invoke(this, new DeviceLostEventArgs(reason));
}

public sealed class DeviceLostEventArgs : EventArgs
{
    internal DeviceLostEventArgs(DeviceLostReason reason) => Reason = reason;

    public DeviceLostReason Reason { get; }
}

public enum DeviceLostReason
{
    DeviceHung = unchecked((int)0x887A0006),
    DeviceRemoved = unchecked((int)0x887A0005),
    DeviceReset = unchecked((int)0x887A0007),
    DriverInternalError = unchecked((int)0x887A0020),
    InvalidCall = unchecked((int)0x887A0001),
    AccessDenied = unchecked((int)0x887A002B),
    UnspecifiedError = unchecked((int)0x80004005),
}

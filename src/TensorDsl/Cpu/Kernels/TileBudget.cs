namespace TensorDsl.Cpu;

/// <summary>
/// The memory in which calls keep tiles of their forward pass for the backward pass, instead of contracting them again. Results are the same to
/// the bit either way; kept, a gradient over pairs takes about three quarters of the time.
/// </summary>
public static class TileBudget
{
    /// <summary>What a call may use where nobody says otherwise, in mebibytes.</summary>
    public const int Default = 64;

    private static int s_mebibytes = FromEnvironment();

    /// <summary>
    /// Mebibytes for every call of the process; it starts as the environment variable TENSORDSL_TILE_MEMORY. −1 leaves it to each template's
    /// <c>TileMemory</c>, or the default; 0 keeps nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than −1.</exception>
    public static int Mebibytes
    {
        get => Volatile.Read(ref s_mebibytes);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, -1);
            Volatile.Write(ref s_mebibytes, value);
        }
    }

    /// <summary>Bytes for one call.</summary>
    /// <param name="ofTemplate">What the template's attribute says, or −1.</param>
    public static nint Bytes(int ofTemplate)
    {
        int mebibytes = Mebibytes;
        if (mebibytes < 0) mebibytes = ofTemplate >= 0 ? ofTemplate : Default;
        return (nint)Math.Min((long)mebibytes << 20, nint.MaxValue);
    }

    private static int FromEnvironment()
        => int.TryParse(Environment.GetEnvironmentVariable("TENSORDSL_TILE_MEMORY"), out int mebibytes) && mebibytes >= 0 ? mebibytes : -1;
}

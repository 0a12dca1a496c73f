using System.Diagnostics.CodeAnalysis;

namespace TensorDsl;

/// <summary>Tries to open a device of one back end. It does not throw where there is none.</summary>
/// <param name="device">The device.</param>
/// <param name="reason">Why there is none, in a sentence for people; empty if there is one.</param>
public delegate bool GpuProbe([NotNullWhen(true)] out IGpuDevice? device, out string reason);

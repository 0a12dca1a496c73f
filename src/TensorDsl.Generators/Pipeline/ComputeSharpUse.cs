namespace TensorDsl.Generators.Pipeline;

/// <summary>What a compilation has of ComputeSharp.</summary>
internal enum ComputeSharpUse
{
    /// <summary>Nothing, and nobody asked for it; or it is referenced, and the property TensorDslComputeSharp is "none".</summary>
    None,

    /// <summary>It is referenced, and the bridge is added.</summary>
    Added,

    /// <summary>The property asks for it, but it is not referenced.</summary>
    Missing,
}

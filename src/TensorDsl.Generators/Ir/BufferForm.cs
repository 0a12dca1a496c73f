namespace TensorDsl.Generators.Ir;

/// <summary>How a template's forms over ComputeSharp's buffers are declared.</summary>
public enum BufferForm
{
    /// <summary>Extension methods of a context and of a device.</summary>
    Extension,

    /// <summary>Methods whose first argument is a context or a device: the type can't have extension methods.</summary>
    Plain,

    /// <summary>
    /// None: another template of the type would get the same signature, which has sizes instead of dims, or the user wrote a method of the name
    /// over a context or a device.
    /// </summary>
    Taken,
}

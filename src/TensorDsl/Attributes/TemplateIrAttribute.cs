namespace TensorDsl;

/// <summary>
/// Written by the generator, not by hand: the compiled form of a template, by which templates of other assemblies call it.
/// </summary>
/// <param name="key">The documentation id of the template.</param>
/// <param name="ir">Its linked code in the closed, versioned text form.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class TemplateIrAttribute(string key, string ir) : Attribute
{
    /// <summary>The documentation id of the template.</summary>
    public string Key => key;

    /// <summary>Its linked code in the closed, versioned text form.</summary>
    public string Ir => ir;
}

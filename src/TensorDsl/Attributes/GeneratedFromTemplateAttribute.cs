namespace TensorDsl;

/// <summary>
/// Written by the generator, not by hand: marks a generated method with the template it came from, so that call sites can be checked.
/// </summary>
/// <param name="key">The documentation id of the template.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GeneratedFromTemplateAttribute(string key) : Attribute
{
    /// <summary>The documentation id of the template.</summary>
    public string Key => key;
}

namespace TensorDsl;

/// <summary>On a generated method: what it computes and how, as <see cref="Explain"/> prints it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExplanationAttribute(string text) : Attribute
{
    /// <summary>The formula's instructions, the passes of the plan and their cost.</summary>
    public string Text => text;
}

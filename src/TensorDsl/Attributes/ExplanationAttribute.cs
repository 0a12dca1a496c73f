namespace TensorDsl;

/// <summary>On a generated method: what it computes and how, as <see cref="Explain"/> prints it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class ExplanationAttribute(string text) : Attribute
{
    /// <summary>The formula's instructions, the passes of the plan and their cost; of a method over GPU tensors its dispatches and kernels.</summary>
    public virtual string Text => text;
}

using System.Text;
using TensorDsl.Hlsl;

namespace TensorDsl;

/// <summary>
/// On a generated method over GPU tensors: what it dispatches, and the HLSL of its kernels. Generated files derive from it, so that the texts of
/// the kernels are not stored twice.
/// </summary>
/// <param name="text">Memory and dispatches.</param>
/// <param name="kernels">The numbers of the method's own kernels.</param>
[AttributeUsage(AttributeTargets.Method)]
public abstract class GpuExplanationAttribute(string text, params int[] kernels) : ExplanationAttribute(text)
{
    /// <inheritdoc/>
    public override string Text
    {
        get
        {
            var all = new StringBuilder(base.Text);
            foreach (int number in kernels) all.Append("\n\n// kernel ").Append(number).Append('\n').Append(HlslSource.Of(Kernel(number)));
            return all.ToString();
        }
    }

    /// <summary>Memory and dispatches, without the kernels.</summary>
    public string Summary => base.Text;

    /// <summary>A kernel of the generated file.</summary>
    /// <param name="number">One of those that the attribute was given.</param>
    protected abstract GpuKernel Kernel(int number);
}

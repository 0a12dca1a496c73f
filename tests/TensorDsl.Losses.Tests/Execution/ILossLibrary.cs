namespace TensorDsl.LossTests.Execution;

/// <summary>A way to execute the functions of the loss library.</summary>
public interface ILossLibrary
{
    TemplateOutcome Run(TemplateCall call);
}

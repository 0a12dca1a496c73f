namespace TensorDsl.Generators.Ir;

/// <summary>How a template's forms over tensor spans are declared.</summary>
public enum SpanForm
{
    /// <summary>Public methods of the template's own.</summary>
    Own,

    /// <summary>Another template of the type generates a method of the same signature, dims apart: one public method asks for the ranks.</summary>
    Ranked,

    /// <summary>None: nobody could call them.</summary>
    Unreachable,

    /// <summary>None, because the type has a member 'Spans', or is called so, or can't have nested types.</summary>
    Taken,
}

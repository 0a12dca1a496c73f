using System.Reflection;

namespace TensorDsl;

/// <summary>
/// What a dim's marker type says about it, read once: its name, and its size if it is declared with <see cref="DimAttribute"/>.
/// </summary>
/// <remarks>Attributes of a type that is used survive trimming and native compilation, so this needs no annotation.</remarks>
public static class DimSize<A>
{
    /// <summary>The declared size, or null. Prime&lt;A&gt; has the one of A.</summary>
    public static int? Fixed { get; } = Marker(typeof(A)).GetCustomAttribute<DimAttribute>()?.Size;

    /// <summary>The name without namespace, as it is written in C#: "Embed", "Prime&lt;Batch&gt;".</summary>
    public static string Name { get; } = TypeName.Of(typeof(A));

    private static Type Marker(Type type)
    {
        while (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Prime<>)) type = type.GetGenericArguments()[0];
        return type;
    }
}

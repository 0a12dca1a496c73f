namespace TensorDsl;

/// <summary>Types as messages write them: C# keywords, no namespaces.</summary>
internal static class TypeName
{
    public static string Of(Type type)
    {
        if (type == typeof(float)) return "float";
        if (type == typeof(double)) return "double";
        if (type == typeof(bool)) return "bool";
        if (type == typeof(int)) return "int";
        if (!type.IsGenericType) return type.Name;
        int arity = type.Name.IndexOf('`');
        // A type nested in a generic one has type arguments but no arity of its own.
        return arity < 0 ? type.Name : $"{type.Name[..arity]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// Method symbol → <see cref="Signature"/>. A signature is sound only if everything that would be generated for it compiles: an error in a
/// generated declaration stops the C# compiler before any analyzer has run, so the user would never see ours.
/// </summary>
internal sealed class SignatureParser(IMethodSymbol method, MethodDeclarationSyntax declaration, Findings findings, CancellationToken cancellation)
{
    private static readonly SymbolDisplayFormat TypeDeclaration = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private bool _sound = true;

    public Signature Parse(bool isLoss)
    {
        var types = ContainingTypes();
        CheckModifiers();
        var parameters = method.Parameters.Select(Parameter).ToEquatable();
        if (_sound && !parameters.Any(p => p.Kind is ParameterKind.Tensor or ParameterKind.Mask or ParameterKind.Labels && p.Axes.Count > 0))
            Unsound(Rules.BadSignature, method.Name, "it needs at least one parameter of type Expr<...>, Mask<...> or Labels<...>");
        var results = Results(isLoss);
        new OverloadCheck(method, cancellation).Run(
            (name, other) => Unsound(Rules.SameOverload, name, other), (name, other) => Unsound(Rules.NameTaken, method.Name, name, other));

        return new(
            types,
            Outer().SelectMany(t => t.TypeParameters).Select(t => t.Name).ToEquatable(),
            method.TypeParameters.Select(t => t.Name).ToEquatable(),
            parameters,
            results,
            Accessibility(),
            _sound,
            SpanFormOf.Template(method, Accessibility()),
            BufferFormOf.Template(method));
    }

    private Location Name => declaration.Identifier.GetLocation();

    private void Unsound(DiagnosticDescriptor rule, params object[] arguments)
    {
        _sound = false;
        findings.Report(rule, Name, arguments);
    }

    /// <param name="modifier">The modifier that is too few or too many, for the code fix.</param>
    private void Modifier(DiagnosticDescriptor rule, string modifier, params object[] arguments)
    {
        _sound = false;
        findings.Report(rule, Name, ImmutableDictionary<string, string?>.Empty.Add("modifier", modifier), arguments);
    }

    /// <summary>The containing types, outermost first.</summary>
    private IEnumerable<INamedTypeSymbol> Outer()
    {
        var types = new Stack<INamedTypeSymbol>();
        for (var type = method.ContainingType; type != null; type = type.ContainingType) types.Push(type);
        return types;
    }

    private EquatableArray<string> ContainingTypes()
    {
        var declarations = new List<string>();
        foreach (var type in Outer())
        {
            if (!type.CanBeReferencedByName)
            {
                Unsound(Rules.BadSignature, method.Name, "it can't stand in an extension block; write it as a static method of the class");
                continue;
            }

            bool partial = type.DeclaringSyntaxReferences
                .Any(r => r.GetSyntax(cancellation) is TypeDeclarationSyntax d && d.Modifiers.Any(SyntaxKind.PartialKeyword));
            if (!partial) Modifier(Rules.NotPartial, "partial", type.Name, method.Name);
            if (type.IsFileLocal) Modifier(Rules.FileLocal, "file", type.Name);
            string keyword = type switch
            {
                { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                { IsRecord: true } => "record",
                _ => "class",
            };
            declarations.Add($"partial {keyword} {type.ToDisplayString(TypeDeclaration)}");
        }

        return declarations.ToEquatable();
    }

    private void CheckModifiers()
    {
        if (Surface.AttributesOf(method).Count() > 1) Unsound(Rules.BadSignature, method.Name, "it can't be both [Similarity] and [Loss]");
        if (!method.IsStatic) Modifier(Rules.BadSignature, "static", method.Name, "it must be static");
        if (method.IsAsync) Unsound(Rules.BadSignature, method.Name, "it can't be async");
        if (method.RefKind != RefKind.None) Unsound(Rules.BadSignature, method.Name, "it can't return by reference");
        if (method.IsPartialDefinition || method.PartialDefinitionPart != null) Unsound(Rules.BadSignature, method.Name, "it can't be partial");
        if (method.IsExtern) Unsound(Rules.BadSignature, method.Name, "it can't be extern");
        if (method.IsAbstract || method.IsVirtual) Unsound(Rules.BadSignature, method.Name, "it can't be abstract or virtual");
        if (method.MethodKind != MethodKind.Ordinary) Unsound(Rules.BadSignature, method.Name, "it must be an ordinary method");
        foreach (var parameter in method.TypeParameters.Where(t => t.HasValueTypeConstraint || t.HasUnmanagedTypeConstraint))
            Unsound(Rules.BadSignature, method.Name, $"the dimension {parameter.Name} can't be constrained to value types; dims need no constraints");
    }

    private Parameter Parameter(IParameterSymbol p)
    {
        var at = (p.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as ParameterSyntax)?.Type ?? (SyntaxNode)declaration;
        if (p.RefKind != RefKind.None)
        {
            _sound = false;
            findings.Report(Rules.BadSignature, at, method.Name, $"parameter '{p.Name}' can't be {p.RefKind.ToString().ToLowerInvariant()}");
        }

        if (p.IsParams)
        {
            _sound = false;
            findings.Report(Rules.BadSignature, at, method.Name, $"parameter '{p.Name}' can't be params");
        }

        if (Surface.IsSymbolic(p.Type)) return Symbolic(p, at);
        var kind = p.Type switch
        {
            { SpecialType: SpecialType.System_Single or SpecialType.System_Double } => ParameterKind.Float,
            { SpecialType: SpecialType.System_Int32 } => ParameterKind.Int,
            { SpecialType: SpecialType.System_Boolean } => ParameterKind.Bool,
            { TypeKind: TypeKind.Enum } => ParameterKind.Enum,
            _ => (ParameterKind?)null,
        };
        if (kind is null)
        {
            Unusable(p, at);
            return new(p.Name, ParameterKind.Float);
        }

        var members = kind == ParameterKind.Enum
            ? p.Type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue)
                .Select(f => new EnumValue(f.Name, ToInt64(f.ConstantValue!))).ToEquatable()
            : default;
        return new(p.Name, kind.Value, Default: Default(p, kind.Value), EnumType: kind == ParameterKind.Enum ? FullName(p.Type) : null, EnumValues: members);
    }

    private void Unusable(IParameterSymbol p, SyntaxNode at)
    {
        _sound = false;
        // An unknown type is C#'s to report.
        if (p.Type.TypeKind == TypeKind.Error) findings.Fail();
        else findings.Report(Rules.BadParameter, at, p.Name, Surface.Short(p.Type));
    }

    private Parameter Symbolic(IParameterSymbol p, SyntaxNode at)
    {
        var axes = Surface.AxesOf(p.Type);
        var labelClass = Surface.ClassOf(p.Type);
        if (((INamedTypeSymbol)p.Type).TypeArguments.Any(t => Mentions(t, TypeKind.Error)))
        {
            _sound = false;
            findings.Fail();
        }

        if (!CheckDims(p.Type, at) || p.NullableAnnotation == NullableAnnotation.Annotated)
        {
            if (p.NullableAnnotation == NullableAnnotation.Annotated)
                findings.Report(Rules.BadSignature, at, method.Name, $"parameter '{p.Name}' can't be null; write an overload without it");
            _sound = false;
        }

        if (!findings.Distinct(axes, at, Surface.Short(p.Type))) _sound = false;
        if (Surface.IsLabels(p.Type) && labelClass is null || Surface.IsMask(p.Type) && axes.Count == 0)
        {
            Unusable(p, at);
            _sound = false;
        }

        var kind = Surface.IsMask(p.Type) ? ParameterKind.Mask
            : Surface.IsLabels(p.Type) ? ParameterKind.Labels
            : axes.Count == 0 ? ParameterKind.Scalar
            : ParameterKind.Tensor;
        return new(p.Name, kind, axes, labelClass);
    }

    /// <summary>A run-time tensor of a value-type dim would be another instantiation of all generic code, for nothing.</summary>
    private bool CheckDims(ITypeSymbol type, SyntaxNode at)
    {
        bool sound = true;
        foreach (var argument in ((INamedTypeSymbol)type).TypeArguments)
        {
            var dim = argument;
            while (Surface.Is(dim, "Prime") || Surface.Is(dim, "Top")) dim = ((INamedTypeSymbol)dim).TypeArguments[0];
            if (!dim.IsValueType || dim is ITypeParameterSymbol) continue;
            string name = Surface.Short(dim);
            findings.Report(Rules.ValueTypeDim, at, name, char.ToUpperInvariant(name[0]) + name.Substring(1));
            sound = false;
        }

        return sound;
    }

    private static bool Mentions(ITypeSymbol type, TypeKind kind)
        => type.TypeKind == kind || type is INamedTypeSymbol named && named.TypeArguments.Any(t => Mentions(t, kind));

    private string? Default(IParameterSymbol p, ParameterKind kind)
    {
        if (!p.HasExplicitDefaultValue) return null;
        var value = p.ExplicitDefaultValue;
        var syntax = (p.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as ParameterSyntax)?.Default?.Value;
        return kind switch
        {
            ParameterKind.Float => value is null ? "0" : (Decimal.OfLiteral(syntax) ?? Decimal.Of(value)) switch
            {
                "inf" => "float.PositiveInfinity",
                "-inf" => "float.NegativeInfinity",
                "nan" => "float.NaN",
                var text => text,
            },
            ParameterKind.Int => value is null ? "0" : Decimal.Of(value),
            ParameterKind.Bool => value is true ? "true" : "false",
            _ => EnumDefault(p.Type, value),
        };
    }

    private static string EnumDefault(ITypeSymbol type, object? value)
    {
        long number = value is null ? 0 : ToInt64(value);
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
            if (field.HasConstantValue && ToInt64(field.ConstantValue!) == number) return $"{FullName(type)}.{field.ToDisplayString(MemberName)}";
        return $"({FullName(type)})({number})";
    }

    private static readonly SymbolDisplayFormat MemberName = new(miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static string FullName(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    internal static long ToInt64(object value) => value is ulong u ? unchecked((long)u) : Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);

    private EquatableArray<DeclaredResult> Results(bool isLoss)
    {
        var at = declaration.ReturnType;
        var type = method.ReturnType;
        if (type.TypeKind == TypeKind.Error)
        {
            _sound = false;
            findings.Fail();
            return default;
        }

        if (IsResult(type))
        {
            var result = Result(type, null, at);
            if (isLoss && (result.Axes.Count > 0 || result.Class is not null)) LossNotScalar();
            return new[] { result };
        }

        if (type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.All(e => IsResult(e.Type)))
        {
            if (isLoss) LossNotScalar();
            if (tuple.TupleElements.Any(e => !e.IsExplicitlyNamedTupleElement))
                Unsound(Rules.BadSignature, method.Name, "each element of its result needs a name, as in (Expr<P> weight, Expr<P> momentum)");
            return tuple.TupleElements.Select(e => Result(e.Type, e.Name, at)).ToEquatable();
        }

        if (!method.IsAsync) Unsound(Rules.BadSignature, method.Name, "it must return Expr, Expr<...>, Labels<..., C> with at least one dim beside C, or a tuple of them");
        return default;

        // One label alone would be a number without memory of its own.
        static bool IsResult(ITypeSymbol t) => Surface.IsExpr(t) || Surface.IsLabels(t) && Surface.AxesOf(t).Count > 0;

        void LossNotScalar()
        {
            _sound = false;
            findings.Report(Rules.LossNotScalar, at, method.Name, Surface.Short(type));
        }
    }

    private DeclaredResult Result(ITypeSymbol type, string? name, SyntaxNode at)
    {
        var axes = Surface.AxesOf(type);
        if (!findings.Distinct(axes, at, Surface.Short(type)) | !CheckDims(type, at)) _sound = false;
        if (Mentions(type, TypeKind.Error))
        {
            _sound = false;
            findings.Fail();
        }

        return new(axes, name, Surface.ClassOf(type));
    }

    /// <summary>Public, or as little as the least accessible type of the signature (CS0050 and CS0051 are errors of the declaration).</summary>
    private string Accessibility()
    {
        int level = method.Parameters.Select(p => p.Type).Append(method.ReturnType).Select(Level).Min();
        return level switch { 2 => "public", 1 => "internal", _ => "private" };

        static int Level(ITypeSymbol type)
        {
            int level = 2;
            for (ISymbol? s = type; s is INamedTypeSymbol; s = s.ContainingType)
            {
                level = Math.Min(level, s.DeclaredAccessibility switch
                {
                    Microsoft.CodeAnalysis.Accessibility.Public => 2,
                    Microsoft.CodeAnalysis.Accessibility.Internal or Microsoft.CodeAnalysis.Accessibility.ProtectedOrInternal => 1,
                    _ => 0,
                });
            }

            return type is INamedTypeSymbol named ? named.TypeArguments.Aggregate(level, (l, t) => Math.Min(l, Level(t))) : level;
        }
    }
}

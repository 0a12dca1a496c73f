using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Syntax;

/// <summary>Invocations: of an op of the surface, or of another template.</summary>
internal sealed partial class BodyParser
{
    private Value Invoke(IInvocationOperation invocation)
    {
        var target = invocation.TargetMethod;
        var at = NameOf(invocation.Syntax);
        if (Surface.IsTemplate(target)) return InvokeTemplate(invocation, at);
        if (Surface.HasOps(target.ContainingType)) return InvokeOp(invocation, at);
        findings.Report(Rules.Call, at, target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
        return Value.Failed;
    }

    /// <summary>The name with its type arguments, without the operand or the class before it.</summary>
    private static SyntaxNode NameOf(SyntaxNode invocation) => invocation is InvocationExpressionSyntax { Expression: var callee }
        ? callee is MemberAccessExpressionSyntax member ? member.Name : callee
        : invocation;

    private Value InvokeOp(IInvocationOperation invocation, SyntaxNode at)
    {
        var target = invocation.TargetMethod;
        var operands = new List<Operand>();
        Operand? where = null;
        if (invocation.Instance is { } self) operands.Add(new(Expression(self), self));
        // Named arguments may stand in any order; the ops count on the parameters'.
        foreach (var argument in invocation.Arguments.OrderBy(a => a.Parameter!.Ordinal))
        {
            bool isWhere = argument.Parameter!.Name == "where";
            if (isWhere && Unconverted(argument.Value).ConstantValue is { HasValue: true, Value: null }) continue;
            bool isInt = argument.Parameter.Type.SpecialType == SpecialType.System_Int32;
            var operand = new Operand(isInt ? Integer(argument.Value) : Expression(argument.Value), argument.Value);
            if (isWhere) where = operand;
            else operands.Add(operand);
        }

        if (operands.Any(o => o.Value.IsFailed) || where?.Value.IsFailed == true) return Value.Failed;
        var call = new OpCall(_b, findings, target.Name, at, target.TypeArguments.Select(Surface.AxisOf).ToArray(), operands, where);
        if (target.Name == "As") return CheckType(operands[0].Value, target.ReturnType, at) ? operands[0].Value : Value.Failed;
        if (SurfaceOps.Find(target.Name) is { } build) return build(call);
        findings.Report(Rules.Call, at, target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
        return Value.Failed;
    }

    /// <summary>An int as an index (an ignored label): a constant or a parameter, not arithmetic.</summary>
    private Value Integer(IOperation o)
    {
        var value = Expression(o);
        if (value.IsFailed || _b[value.Id] is Ir.Constant or Input { Type: ValueType.Index }) return value;
        return Unsupported(Unconverted(o), $"The int '{TextOf(o)}', which is neither a constant nor a parameter,");
    }

    private Value InvokeTemplate(IInvocationOperation invocation, SyntaxNode at)
    {
        var target = invocation.TargetMethod;
        var definition = target.OriginalDefinition;
        if (SymbolEqualityComparer.Default.Equals(definition, method))
        {
            bool isOp = SurfaceOps.Find(target.Name) is not null;
            var properties = isOp ? ImmutableDictionary<string, string?>.Empty.Add("op", HasGenericOp(invocation, target) ? "generic" : "plain") : ImmutableDictionary<string, string?>.Empty;
            findings.Report(Rules.Recursive, at, properties, target.Name, !isOp
                ? "a call is replaced by the template's body, so it can't be recursive"
                : $"it hides the built-in of that name; write 'Ops.{target.Name}' or the fluent form 'x.{target.Name}' for the built-in");
            return Value.Failed;
        }

        var arguments = invocation.Arguments.OrderBy(a => a.Parameter!.Ordinal).Select(TemplateArgument).ToList();
        if (arguments.Any(a => a.IsFailed) || !CheckDims(target, at)) return Value.Failed;
        string key = definition.GetDocumentationCommentId()!;
        if (!SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, method.ContainingAssembly) && !FindExternal(definition, key, at))
            return Value.Failed;

        var dims = TypeArguments(target).Select(Surface.AxisOf).ToArray();
        var ids = arguments.Select(a => a.Id).ToArray();
        if (target.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple)
            return Value.Tuple(tuple.TupleElements.Select((e, i) => new Value(_b.Call(key, dims, ids, i, Surface.AxesOf(e.Type)))).ToList());
        if (Surface.IsExpr(target.ReturnType)) return new(_b.Call(key, dims, ids, 0, Surface.AxesOf(target.ReturnType)));
        findings.Fail();
        return Value.Failed;
    }

    /// <summary>The op of that name takes as many dims as the call gives.</summary>
    private static bool HasGenericOp(IInvocationOperation invocation, IMethodSymbol target)
    {
        var surface = invocation.Arguments.Select(a => Unconverted(a.Value).Type).FirstOrDefault(Surface.IsSymbolic);
        for (var type = surface; type != null; type = type.BaseType)
            if (type.GetMembers(target.Name).OfType<IMethodSymbol>().Any(m => m.Arity == target.Arity)) return true;
        return false;
    }

    /// <summary>The method's own type arguments, and behind them those of the types around it, outermost first.</summary>
    private static IEnumerable<ITypeSymbol> TypeArguments(IMethodSymbol target)
    {
        var outer = new Stack<INamedTypeSymbol>();
        for (var type = target.ContainingType; type != null; type = type.ContainingType) outer.Push(type);
        return target.TypeArguments.Concat(outer.SelectMany(t => t.TypeArguments));
    }

    private Value TemplateArgument(IArgumentOperation argument)
    {
        var type = argument.Parameter!.Type;
        if (type.TypeKind == TypeKind.Enum || type.SpecialType == SpecialType.System_Boolean) return Selector(argument.Value);
        if (type.SpecialType == SpecialType.System_Int32) return Integer(argument.Value);
        var value = Expression(argument.Value);
        // To a scalar there is no conversion in C# that could have been checked.
        if (!value.IsFailed && Surface.IsExpr(type) && ((INamedTypeSymbol)type).Arity == 0
            && !CheckShape(value, [], null, "Expr", Unconverted(argument.Value).Syntax))
            return Value.Failed;
        return value;
    }

    /// <summary>C# allows CosineMatrix&lt;N, N, D&gt;, whose result would have two axes N.</summary>
    private bool CheckDims(IMethodSymbol target, SyntaxNode at)
    {
        var results = target.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements.Select(e => e.Type) : [target.ReturnType];
        foreach (var type in target.Parameters.Select(p => p.Type).Concat(results).Where(Surface.IsSymbolic))
            if (!findings.Distinct(Surface.AxesOf(type), at, Surface.Short(type))) return false;
        return true;
    }

    /// <summary>A template of another assembly: its generator has left the IR on the containing type.</summary>
    private bool FindExternal(IMethodSymbol definition, string key, SyntaxNode at)
    {
        foreach (var attribute in definition.ContainingType.GetAttributes())
        {
            if (!Surface.Is(attribute.AttributeClass, "TemplateIrAttribute") || attribute.ConstructorArguments.Length != 2) continue;
            if (attribute.ConstructorArguments[0].Value as string != key || attribute.ConstructorArguments[1].Value is not string text) continue;
            if (TemplateIrText.Read(text) is null) break;
            _externals[key] = text;
            return true;
        }

        findings.Report(Rules.NoIr, at, definition.Name, definition.ContainingAssembly.Name);
        return false;
    }
}

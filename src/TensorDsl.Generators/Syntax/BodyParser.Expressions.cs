using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Syntax;

/// <summary>Expressions: literals, names, operators, conversions, assignments and tuples.</summary>
internal sealed partial class BodyParser
{
    private Value Expression(IOperation o)
    {
        cancellation.ThrowIfCancellationRequested();
        var value = Unplaced(o);
        Place(o);
        return value;
    }

    private Value Unplaced(IOperation o)
    {
        return o switch
        {
            IParenthesizedOperation p => Expression(p.Operand),
            ILiteralOperation => Constant(o),
            IParameterReferenceOperation p => ParameterValue(p),
            ILocalReferenceOperation l => Local(l),
            IFieldReferenceOperation f => Field(f),
            IConversionOperation c => Conversion(c),
            // C# divides integer constants as integers.
            IBinaryOperation { ConstantValue.HasValue: true } b when !IsReal(b.Type) => Constant(b),
            IBinaryOperation b => Binary(b, b.OperatorKind, b.LeftOperand, b.RightOperand),
            IUnaryOperation u => Unary(u),
            IInvocationOperation i => Invoke(i),
            IConditionalOperation c => Conditional(c),
            ISwitchExpressionOperation s => Switch(s),
            ISimpleAssignmentOperation a => Assign(a.Target, Expression(a.Value), a),
            ICompoundAssignmentOperation a => Compound(a),
            IDeconstructionAssignmentOperation d => Deconstruct(d),
            ITupleOperation t => TupleOf(t),
            IDeclarationExpressionOperation d => Expression(d.Expression),
            IInvalidOperation => Invalid(o),
            { ConstantValue.HasValue: true } => Constant(o),
            _ => Unsupported(o),
        };
    }

    private Value Unsupported(IOperation o, string? what = null)
    {
        findings.Report(Rules.Expression, o.Syntax, what ?? $"'{o.Syntax}'");
        return Value.Failed;
    }

    /// <summary>C# has reported it; what stands inside may still be worth a finding.</summary>
    private Value Invalid(IOperation o)
    {
        findings.Fail();
        foreach (var child in o.ChildOperations)
            if (Surface.IsSymbolic(child.Type)) Expression(child);
        return Value.Failed;
    }

    private Value Constant(IOperation o)
    {
        if (o.ConstantValue is not { HasValue: true, Value: { } value }) return Unsupported(o);
        if (value is bool flag) return new(_b.Real(flag ? "1" : "0"));
        string? text = (o is ILiteralOperation ? Decimal.OfLiteral(o.Syntax) : null) ?? Decimal.Of(value);
        return text is null ? Unsupported(o) : new(_b.Real(text));
    }

    private Value ParameterValue(IParameterReferenceOperation p)
    {
        if (_values.TryGetValue(p.Parameter, out var assigned)) return assigned;
        int index = p.Parameter.Ordinal;
        if (index >= signature.Parameters.Count || !SymbolEqualityComparer.Default.Equals(p.Parameter.ContainingSymbol, method)) return Unsupported(p);
        var parameter = signature.Parameters[index];
        return new(_b.Input(index, parameter), parameter.Class);
    }

    private Value Local(ILocalReferenceOperation l)
    {
        if (_values.TryGetValue(l.Local, out var value)) return value;
        if (l.ConstantValue.HasValue) return Constant(l);
        findings.Fail();
        return Value.Failed;
    }

    private Value Field(IFieldReferenceOperation f)
    {
        if (f.Instance is { Type.IsTupleType: true } instance && f.Field.CorrespondingTupleField is { } field)
        {
            var tuple = Expression(instance);
            // Whatever the element is called, the field behind it is Item1, Item2 and so on.
            int index = int.Parse(field.Name.Substring("Item".Length), CultureInfo.InvariantCulture) - 1;
            if (tuple.Elements is { } elements && index < elements.Count) return elements[index];
            return tuple.IsFailed ? tuple : Unsupported(f);
        }

        if (Decimal.OfField(f.Field) is { } text) return new(_b.Real(text));
        return f.ConstantValue.HasValue ? Constant(f) : Unsupported(f);
    }

    private Value Conversion(IConversionOperation c)
    {
        // (Mode)1 and the like. A real constant keeps the text of its literal instead.
        if (c.ConstantValue.HasValue && !IsReal(c.Type)) return Constant(c);
        var value = Expression(c.Operand);
        if (value.IsFailed) return value;
        if (c.OperatorMethod != null && Surface.IsSymbolic(c.Type) && Surface.IsSymbolic(c.Operand.Type))
            return CheckType(value, c.Type!, Unconverted(c.Operand).Syntax) ? value : Value.Failed;
        if (IsInteger(c.Operand.Type) && (IsReal(c.Type) || Surface.IsExpr(c.Type))) return Real(value);
        if (IsReal(c.Operand.Type) && !IsReal(c.Type) && !Surface.IsExpr(c.Type)) return Unsupported(c);
        return value;
    }

    private static bool IsReal(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

    private static bool IsInteger(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    /// <summary>An int parameter as a number.</summary>
    private Value Real(Value value)
        => !value.IsFailed && _b[value.Id].Type == ValueType.Index ? new(_b.Map("IndexToReal", value.Id)) : value;

    private Value Binary(IOperation o, BinaryOperatorKind kind, IOperation left, IOperation right)
    {
        if (o.Type?.SpecialType == SpecialType.System_Boolean) return Condition(o, kind, left, right);
        return Combine(o, kind, Expression(left), Expression(right), IsInteger(left.Type) && IsInteger(right.Type));
    }

    private Value Combine(IOperation o, BinaryOperatorKind kind, Value x, Value y, bool integers)
    {
        if (x.IsFailed || y.IsFailed) return Value.Failed;
        bool masks = _b[x.Id].Type == ValueType.Mask;
        string? op = (kind, masks) switch
        {
            (BinaryOperatorKind.Add, false) => "Add",
            (BinaryOperatorKind.Subtract, false) => "Subtract",
            (BinaryOperatorKind.Multiply, false) => "Multiply",
            (BinaryOperatorKind.Divide, false) when !integers => "Divide",
            (BinaryOperatorKind.GreaterThan, false) when Surface.IsMask(o.Type) => "Greater",
            (BinaryOperatorKind.GreaterThanOrEqual, false) when Surface.IsMask(o.Type) => "GreaterOrEqual",
            (BinaryOperatorKind.LessThan, false) when Surface.IsMask(o.Type) => "Less",
            (BinaryOperatorKind.LessThanOrEqual, false) when Surface.IsMask(o.Type) => "LessOrEqual",
            (BinaryOperatorKind.And, true) => "And",
            (BinaryOperatorKind.Or, true) => "Or",
            _ => null,
        };
        if (masks && kind == BinaryOperatorKind.ExclusiveOr)
            return new(_b.Map("And", _b.Map("Or", x.Id, y.Id), _b.Map("Not", _b.Map("And", x.Id, y.Id))));
        if (op is null) return Unsupported(o);
        return new(_b.Map(op, Real(x).Id, Real(y).Id));
    }

    private Value Unary(IUnaryOperation u)
    {
        if (u.Operand.Type?.SpecialType == SpecialType.System_Boolean) return Negated(u);
        var x = Expression(u.Operand);
        if (x.IsFailed) return x;
        return u.OperatorKind switch
        {
            UnaryOperatorKind.Plus => x,
            UnaryOperatorKind.Minus => new(_b.Neg(Real(x).Id)),
            UnaryOperatorKind.Not when _b[x.Id].Type == ValueType.Mask => new(_b.Map("Not", x.Id)),
            _ => Unsupported(u),
        };
    }

    private Value Assign(IOperation target, Value value, IOperation assignment)
    {
        switch (target)
        {
            case ILocalReferenceOperation l:
                return Store(l.Local, value, assignment);
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation l }:
                return Store(l.Local, value, assignment);
            case IParameterReferenceOperation p:
                return Store(p.Parameter, value, assignment);
            case IDiscardOperation:
                return value;
            case ITupleOperation tuple when value.Elements is { } elements && elements.Count == tuple.Elements.Length:
                for (int i = 0; i < elements.Count; i++) Assign(tuple.Elements[i], elements[i], assignment);
                return value;
            default:
                if (value.IsFailed) return value;
                findings.Report(Rules.Statement, assignment.Syntax, $"An assignment to '{target.Syntax}'");
                return Value.Failed;
        }
    }

    /// <summary>An assignment to a typed local asserts the shape; one that C# made no conversion for is checked here (deconstruction).</summary>
    private Value Store(ISymbol symbol, Value value, IOperation assignment)
    {
        var type = symbol is ILocalSymbol l ? l.Type : ((IParameterSymbol)symbol).Type;
        if (!value.IsFailed && value.Elements is null && type is INamedTypeSymbol { Arity: > 0 } && Surface.IsSymbolic(type)
            && !CheckType(value, type, assignment.Syntax))
            value = Value.Failed;
        Bind(symbol, value);
        return value;
    }

    private Value Compound(ICompoundAssignmentOperation a)
    {
        var value = Combine(a, a.OperatorKind, Expression(a.Target), Expression(a.Value), IsInteger(a.Target.Type) && IsInteger(a.Value.Type));
        return Assign(a.Target, value, a);
    }

    private Value Deconstruct(IDeconstructionAssignmentOperation d)
    {
        var value = Expression(d.Value);
        if (!value.IsFailed && value.Elements is null) return Unsupported(d);
        var target = d.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : d.Target;
        return value.Elements is null ? value : Assign(target, value, d);
    }

    private Value TupleOf(ITupleOperation t) => Value.Tuple(t.Elements.Select(Expression).ToList());

    /// <summary>The expression as the user wrote it: findings point at the smallest one.</summary>
    private static IOperation Unconverted(IOperation o)
    {
        while (o is IConversionOperation { IsImplicit: true } c) o = c.Operand;
        return o;
    }

    private static string TextOf(IOperation o) => Unconverted(o).Syntax.ToString();

    /// <summary>The value has exactly the axes of a declared Expr, Mask or Labels type.</summary>
    private bool CheckType(Value value, ITypeSymbol type, SyntaxNode at)
        => CheckShape(value, Surface.AxesOf(type), Surface.ClassOf(type), type.Name, at);

    private bool CheckShape(Value value, IReadOnlyList<Axis> declared, Axis? labelClass, string typeName, SyntaxNode at)
    {
        var found = _b.AxesOf(value.Id);
        string typeText = Surface.TypeText(typeName, declared, labelClass);
        if (!findings.Distinct(declared, at, typeText)) return false;
        var extra = found.Where(a => !declared.Contains(a)).ToList();
        var missing = declared.Where(a => !found.Contains(a)).ToList();
        var properties = ImmutableDictionary<string, string?>.Empty.Add("found", Surface.TypeText(typeName, found, value.Class));
        if (extra.Count > 0)
        {
            string names = string.Join(", ", extra.Select(a => a.Display));
            findings.Report(
                Rules.ExtraDim, at, properties.Add("extra", names), Surface.Shape(found), typeText, names, extra.Count == 1 ? "is" : "are");
            return false;
        }

        if (missing.Count > 0)
        {
            string names = string.Join(", ", missing.Select(a => a.Display));
            findings.Report(Rules.MissingDim, at, properties, Surface.Shape(found), typeText, names, missing.Count == 1 ? "is" : "are");
            return false;
        }

        return labelClass is not { } expected || value.Class is not { } actual || CheckClass(typeText, at, actual, expected);
    }

    private bool CheckClass(string what, SyntaxNode at, Axis actual, Axis expected)
    {
        // Labels of N may be compared with labels of Prime<N>: both count the same things.
        if (actual.Dim == expected.Dim) return true;
        findings.Report(Rules.LabelClasses, at, what, at.ToString(), actual.Display, expected.Display);
        return false;
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// Compile-time branches. A bool or enum expression is a value that is a parameter, a constant (bool is 0 and 1), or a choice between such;
/// so conditions, arguments of called templates and locals of these types are all one thing (see <see cref="Branch"/>).
/// </summary>
internal sealed partial class BodyParser
{
    private Value Conditional(IConditionalOperation c)
    {
        var condition = Selector(c.Condition);
        if (c.WhenFalse is null) return Unsupported(c);
        var arms = new List<(Value Value, IOperation At)> { (Expression(c.WhenTrue), c.WhenTrue), (Expression(c.WhenFalse), c.WhenFalse) };
        return condition.IsFailed ? Value.Failed : Choose(condition.Id, [1], arms);
    }

    private Value Switch(ISwitchExpressionOperation s)
    {
        var selector = Selector(s.Value);
        var values = new List<long>();
        var arms = new List<(Value Value, IOperation At)>();
        (Value, IOperation)? otherwise = null;
        bool failed = selector.IsFailed;
        foreach (var arm in s.Arms)
        {
            // `_ => throw …` says that the enum has no further values: the last arm stands for them.
            if (Unconverted(arm.Value) is IThrowOperation && arm.Pattern is IDiscardPatternOperation) continue;
            if (arm.Guard != null)
            {
                findings.Report(Rules.Branch, arm.Guard.Syntax, $"'{arm.Guard.Syntax}'");
                failed = true;
                continue;
            }

            var value = (Expression(arm.Value), arm.Value);
            if (arm.Pattern is IDiscardPatternOperation)
            {
                otherwise ??= value;
            }
            else if (Constants(arm.Pattern) is { } constants)
            {
                foreach (long constant in constants)
                {
                    values.Add(constant);
                    arms.Add(value);
                }
            }
            else
            {
                findings.Report(Rules.Branch, arm.Pattern.Syntax, $"The pattern '{arm.Pattern.Syntax}'");
                failed = true;
            }
        }

        if (failed || arms.Count == 0 && otherwise is null) return Value.Failed;
        if (otherwise is { } last) arms.Add(last);
        else values.RemoveAt(values.Count - 1);
        return Choose(selector.Id, values, arms);
    }

    private static IReadOnlyList<long>? Constants(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: { } value } } => [ToInt64(value)],
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or
            => Constants(or.LeftPattern) is { } left && Constants(or.RightPattern) is { } right ? [.. left, .. right] : null,
        _ => null,
    };

    private static long ToInt64(object value) => value is bool flag ? (flag ? 1 : 0) : SignatureParser.ToInt64(value);

    /// <summary>What decides a branch: reported where the run-time value of anything but a bool or enum parameter would.</summary>
    private Value Selector(IOperation o)
    {
        if (o.Type?.SpecialType == SpecialType.System_Boolean || o.Type?.TypeKind == TypeKind.Enum)
        {
            int before = findings.List.Count;
            var value = Expression(o);
            if (value.IsFailed || Branch.IsSelector(_b, value.Id)) return value;
            if (findings.List.Count > before) return Value.Failed;
        }
        else if (o.Type?.TypeKind == TypeKind.Error || o is IInvalidOperation)
        {
            return Invalid(o);
        }

        findings.Report(Rules.Branch, Unconverted(o).Syntax, $"'{TextOf(o)}'");
        return Value.Failed;
    }

    private Value Choose(int selector, IReadOnlyList<long> values, IReadOnlyList<(Value Value, IOperation At)> arms)
    {
        if (arms.Any(a => a.Value.IsFailed)) return Value.Failed;
        var first = arms[0].Value;
        if (first.Elements is { } elements)
        {
            return Value.Tuple(elements.Select((_, i) =>
                Choose(selector, values, arms.Select(a => (a.Value.Elements?[i] ?? Value.Failed, a.At)).ToList())).ToList());
        }

        var shape = _b.AxesOf(first.Id).ToImmutableHashSet();
        foreach (var (value, at) in arms.Skip(1))
        {
            var found = _b.AxesOf(value.Id);
            if (!shape.SetEquals(found))
            {
                findings.Report(Rules.BranchShapes, Unconverted(at).Syntax, Surface.Shape(found), Surface.Shape(_b.AxesOf(first.Id)));
                return Value.Failed;
            }

            if (first.Class is { } expected && value.Class is { } actual && !CheckClass("This branch", Unconverted(at).Syntax, actual, expected))
                return Value.Failed;
        }

        return new(Branch.Choose(_b, selector, values.ToEquatable(), arms.Select(a => a.Value.Id).ToArray()), first.Class);
    }

    /// <summary>a == b, a != b, and, or of bools and enums.</summary>
    private Value Condition(IOperation o, BinaryOperatorKind kind, IOperation left, IOperation right)
    {
        var x = Selector(left);
        if (x.IsFailed) return x;
        var y = Selector(right);
        if (y.IsFailed) return y;
        int no = _b.Real("0"), yes = _b.Real("1");
        switch (kind)
        {
            case BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And:
                return new(Branch.Choose(_b, x.Id, new long[] { 1 }, [y.Id, no]));
            case BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or:
                return new(Branch.Choose(_b, x.Id, new long[] { 1 }, [yes, y.Id]));
            case BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals:
                // One side is a constant; which one is the user's taste.
                if (_b[x.Id] is Ir.Constant) (x, y) = (y, x);
                if (_b[y.Id] is not Ir.Constant constant) break;
                bool equal = kind == BinaryOperatorKind.Equals;
                long value = long.Parse(constant.Text, System.Globalization.CultureInfo.InvariantCulture);
                return new(Branch.Choose(_b, x.Id, new[] { value }, equal ? [yes, no] : [no, yes]));
        }

        findings.Report(Rules.Branch, o.Syntax, $"'{o.Syntax}'");
        return Value.Failed;
    }

    private Value Negated(IUnaryOperation u)
    {
        var x = Selector(u.Operand);
        if (x.IsFailed) return x;
        return u.OperatorKind == UnaryOperatorKind.Not
            ? new(Branch.Choose(_b, x.Id, new long[] { 1 }, [_b.Real("0"), _b.Real("1")]))
            : Unsupported(u);
    }
}

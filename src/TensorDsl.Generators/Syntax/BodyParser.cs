using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// The bound body of a template → IR. Statements are here; expressions, branches, operations and calls in the other parts. A local is only a
/// name for a value, so assigning to it binds the name to another one.
/// </summary>
internal sealed partial class BodyParser(IMethodSymbol method, Signature signature, Findings findings, CancellationToken cancellation)
{
    private readonly IrBuilder _b = new();
    private readonly Dictionary<ISymbol, Value> _values = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<int, string> _names = [];
    private readonly SortedDictionary<string, string> _externals = new(StringComparer.Ordinal);
    private readonly Dictionary<int, SyntaxNode> _origins = [];
    private int _placed;
    private Value? _result;

    /// <summary>The function, without results where something failed.</summary>
    public Function Parse(IOperation? body)
    {
        foreach (var statement in Statements(body))
        {
            // What stands behind the return is dead; C# warns of it.
            if (_result != null) break;
            Statement(statement);
        }

        if (_result is null || _result.IsFailed) findings.Fail();
        var results = findings.Failed ? default : Results(_result!);
        return new Function(method.Name, signature.TypeParameters, signature.Parameters, findings.Failed ? default : _b.Code, results)
        {
            OuterTypeParameters = signature.OuterTypeParameters,
            ValueNames = findings.Failed ? default : _names.OrderBy(n => n.Key).Select(n => new ValueName(n.Key, n.Value)).ToEquatable(),
        };
    }

    /// <summary>
    /// The expressions of calls and of what has no derivative: what a problem may be reported at that shows only after linking. All others would
    /// cost more than they are worth, because they are looked up again after every keystroke.
    /// </summary>
    public IReadOnlyDictionary<int, SyntaxNode> Origins => _origins;

    /// <summary>Instructions are made by the innermost expression that is being parsed.</summary>
    private void Place(IOperation o)
    {
        for (; _placed < _b.Count; _placed++)
        {
            var instr = _b[_placed];
            if (instr is Call || instr is Map or Reduce && !Differentiable.Passes(instr)) _origins[_placed] = NameOf(Unconverted(o).Syntax);
        }
    }

    /// <summary>The linked IR of the called templates of other assemblies.</summary>
    public EquatableArray<ExternalTemplate> Externals => _externals.Select(e => new ExternalTemplate(e.Key, e.Value)).ToEquatable();

    private static IReadOnlyList<IOperation> Statements(IOperation? body) => body switch
    {
        IMethodBodyOperation { BlockBody: { } b } => b.Operations,
        IMethodBodyOperation { ExpressionBody: { } b } => b.Operations,
        IBlockOperation b => b.Operations,
        _ => Array.Empty<IOperation>(),
    };

    private void Statement(IOperation statement)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (statement)
        {
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(d => d.Declarators)) Declare(declarator);
                break;
            case IExpressionStatementOperation { Operation: IInvalidOperation invalid }:
                Expression(invalid);
                break;
            case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation or ICompoundAssignmentOperation or IDeconstructionAssignmentOperation } e:
                Expression(e.Operation);
                break;
            case IReturnOperation { ReturnedValue: { } value }:
                _result = Returned(value);
                break;
            case IBlockOperation block:
                foreach (var inner in block.Operations)
                {
                    if (_result != null) break;
                    Statement(inner);
                }

                break;
            case IInvalidOperation:
                findings.Fail();
                break;
            case IEmptyOperation:
                break;
            default:
                findings.Report(Rules.Statement, statement.Syntax, Kind(statement.Syntax));
                break;
        }
    }

    private static string Kind(SyntaxNode statement) => statement.Kind() switch
    {
        SyntaxKind.ForStatement or SyntaxKind.ForEachStatement or SyntaxKind.WhileStatement or SyntaxKind.DoStatement => "A loop",
        SyntaxKind.IfStatement => "An if statement",
        SyntaxKind.SwitchStatement => "A switch statement",
        SyntaxKind.LocalFunctionStatement => "A local function",
        SyntaxKind.ThrowStatement => "throw",
        SyntaxKind.TryStatement => "try",
        SyntaxKind.UsingStatement => "using",
        SyntaxKind.ReturnStatement => "A return without a value",
        SyntaxKind.ExpressionStatement => $"'{statement.ToString().TrimEnd(';')}'",
        _ => $"'{statement}'",
    };

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        var initializer = declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer;
        if (initializer is null)
        {
            // Assigned later; C# checks that it is before it is read.
            return;
        }

        Bind(declarator.Symbol, Expression(initializer.Value));
    }

    private void Bind(ISymbol symbol, Value value)
    {
        _values[symbol] = value;
        NameIt(value, symbol.Name);
    }

    /// <summary>Emitted code uses the template's names. The first name that a value got is the one closest to where it is computed.</summary>
    private void NameIt(Value value, string name)
    {
        if (value.Elements is { } elements)
        {
            for (int i = 0; i < elements.Count; i++) NameIt(elements[i], $"{name}{i + 1}");
        }
        else if (value.Id >= 0 && _b[value.Id] is not (Input or Ir.Constant or MaskConstant) && !_names.ContainsKey(value.Id))
        {
            _names[value.Id] = name;
        }
    }

    private Value Returned(IOperation returned)
    {
        var value = Expression(returned);
        if (value.IsFailed) return value;
        // A conversion to Expr<...> has been checked where it stands; to the scalar Expr there is no conversion.
        if (signature.Results.Count == 1 && value.Elements is null && signature.Results[0].Axes.Count == 0)
            return CheckShape(value, [], null, "Expr", Unconverted(returned).Syntax) ? value : Value.Failed;
        if (signature.Results.Count == (value.Elements?.Count ?? 1)) return CheckScalars(value, returned);
        findings.Fail();
        return Value.Failed;
    }

    /// <summary>Elements of a tuple that are declared Expr are scalars.</summary>
    private Value CheckScalars(Value value, IOperation returned)
    {
        if (value.Elements is not { } elements) return value;
        var tuple = Unconverted(returned) as ITupleOperation;
        bool sound = true;
        for (int i = 0; i < elements.Count; i++)
        {
            var at = tuple is null ? returned.Syntax : Unconverted(tuple.Elements[i]).Syntax;
            if (signature.Results[i].Axes.Count == 0) sound &= CheckShape(elements[i], [], null, "Expr", at);
        }

        return sound ? value : Value.Failed;
    }

    private EquatableArray<Result> Results(Value value)
    {
        var values = value.Elements ?? [value];
        return signature.Results.Select((r, i) => new Result(values[i].Id, r.Axes, r.Name)).ToEquatable();
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators;

namespace TensorDsl.Architecture.Tests;

/// <summary>The invariants of the compiler that ARCHITECTURE.md states.</summary>
public sealed class CompilerTests
{
    private const string Root = "src/TensorDsl.Generators/";

    [Theory]
    [InlineData("Ir")]
    [InlineData("Ops")]
    [InlineData("Passes")]
    [InlineData("Schedule")]
    [InlineData("Emit")]
    [InlineData("Support")]
    public void Stages_behind_the_cut_know_nothing_of_Roslyn(string folder)
        => Assert.Empty(Sources.Below(Root + folder).SelectMany(RoslynNames));

    [Theory]
    [InlineData("Ir")]
    [InlineData("Ops")]
    [InlineData("Passes")]
    [InlineData("Schedule")]
    [InlineData("Emit")]
    public void Their_types_hold_nothing_of_Roslyn(string stage)
    {
        var types = typeof(TensorDslGenerator).Assembly.GetTypes().Where(t => t.Namespace == "TensorDsl.Generators." + stage).ToList();
        Assert.NotEmpty(types);
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        Assert.Empty(types.SelectMany(t => t.GetFields(All)).Where(f => Mentions(f.FieldType, IsRoslyn)).Select(f => $"{f.DeclaringType}.{f.Name}"));
    }

    [Theory]
    [InlineData("Ir", "Passes", "Schedule", "Emit", "Syntax", "Pipeline", "Diagnostics")]
    [InlineData("Ops", "Passes", "Schedule", "Emit", "Syntax", "Pipeline", "Diagnostics")]
    [InlineData("Passes", "Schedule", "Emit", "Syntax", "Pipeline", "Diagnostics")]
    [InlineData("Schedule", "Emit", "Syntax", "Pipeline", "Diagnostics")]
    [InlineData("Emit", "Syntax", "Pipeline", "Diagnostics")]
    public void Stages_use_only_earlier_ones(string folder, params string[] later)
    {
        var usings = Sources.Below(Root + folder).SelectMany(t => t.GetRoot().DescendantNodes().OfType<UsingDirectiveSyntax>())
            .Select(u => u.Name!.ToString()).ToHashSet();
        Assert.Empty(usings.Intersect(later.Select(l => "TensorDsl.Generators." + l)));
    }

    [Fact]
    public void No_stage_keeps_mutable_statics()
        => Assert.Empty(new[] { "Ir", "Ops", "Passes", "Schedule", "Emit" }.SelectMany(f => Sources.Below(Root + f)).SelectMany(MutableStatics));

    [Theory]
    [InlineData("Schedule")]
    [InlineData("Emit")]
    [InlineData("Passes")]
    public void No_stage_names_a_loss(string folder)
    {
        var losses = LossNames.All;
        var trees = Sources.Below(Root + folder);
        Assert.Empty(trees.SelectMany(Sources.Names).Where(n => losses.Contains(n.Name)).Select(n => $"{n.Place}: {n.Name}"));
        Assert.Empty(trees.SelectMany(Sources.Strings).Where(s => LossNames.In(s.Text).Any()).Select(s => s.Place));
    }

    /// <summary>Emit prints plans: the only place where it asks for one is where a template's kernels are made.</summary>
    [Fact]
    public void Emit_does_not_schedule()
    {
        string[] deciders = ["Scheduler", "GpuScheduler", "Lower", "ContractionFinder", "BodyBuilder", "Pushing", "Factors"];
        var calls = Sources.Below(Root + "Emit").SelectMany(Sources.Names).Where(n => deciders.Contains(n.Name)).ToList();
        Assert.Equal(["GpuScheduler", "Scheduler"], calls.Select(c => c.Name).Order());
        Assert.All(calls, c => Assert.StartsWith(Path.Combine("src", "TensorDsl.Generators", "Emit", "TemplateEmitter.cs"), c.Place));
    }

    /// <summary>What the incremental pipeline caches would keep a whole compilation alive, and compare unequal on every keystroke.</summary>
    [Fact]
    public void Cached_values_hold_no_symbols_and_no_syntax()
    {
        var seen = new HashSet<Type>();
        var assembly = typeof(TensorDslGenerator).Assembly;
        var cached = assembly.GetTypes().Where(t => t.Namespace == "TensorDsl.Generators.Pipeline" && t.GetMethod("<Clone>$") is not null).ToList();
        Assert.NotEmpty(cached);
        foreach (var type in cached) Visit(type);
        Assert.Contains(seen, t => t.Name == "Function");
        Assert.Empty(seen.Where(t => typeof(ISymbol).IsAssignableFrom(t) || typeof(SyntaxNode).IsAssignableFrom(t) || typeof(SyntaxTree).IsAssignableFrom(t)
            || typeof(IOperation).IsAssignableFrom(t) || t == typeof(Location) || typeof(Compilation).IsAssignableFrom(t) || typeof(SemanticModel).IsAssignableFrom(t)).Select(t => t.FullName));

        void Visit(Type type)
        {
            if (type.HasElementType) Visit(type.GetElementType()!);
            foreach (var argument in type.GetGenericArguments()) Visit(argument);
            if (!seen.Add(type) || type.Assembly != assembly) return;
            // A field of an abstract record can hold any of its kinds.
            foreach (var derived in assembly.GetTypes().Where(t => t.BaseType == type)) Visit(derived);
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)) Visit(field.FieldType);
        }
    }

    [Fact]
    public void The_checks_can_fail()
    {
        var tree = Sources.Parse(
            """
            using Microsoft.CodeAnalysis;
            class Pass { static int s_count; static readonly List<int> s_all = []; static int Last { get; set; } const int Fine = 1; static readonly string s_fine = "InfoNce";
                static readonly HashSet<string> s_table = ["a"]; static readonly HashSet<string> s_changed = ["a"]; void M() => s_changed.Add("b"); }
            """);
        Assert.NotEmpty(RoslynNames(tree));
        Assert.Equal(4, MutableStatics(tree).Count());
        Assert.Contains("InfoNce", Sources.Strings(tree).SelectMany(s => LossNames.In(s.Text)));
    }

    private static IEnumerable<string> RoslynNames(SyntaxTree tree)
        => Sources.Names(tree).Where(n => n.Name is "CodeAnalysis" or "SymbolDisplay" or "ISymbol" or "SyntaxNode" or "IOperation").Select(n => n.ToString());

    /// <summary>Static fields that are not readonly, collections that others see or that are changed after their declaration, and static setters.</summary>
    private static IEnumerable<string> MutableStatics(SyntaxTree tree)
    {
        string[] collections = ["List<", "HashSet<", "Dictionary<", "ConcurrentDictionary<", "ConditionalWeakTable<"];
        var root = tree.GetRoot();
        foreach (var field in root.DescendantNodes().OfType<FieldDeclarationSyntax>().Where(f => f.Modifiers.Any(SyntaxKind.StaticKeyword)))
        {
            bool isCollection = collections.Any(c => field.Declaration.Type.ToString().StartsWith(c, StringComparison.Ordinal));
            bool isShared = field.Modifiers.Any(SyntaxKind.PublicKeyword) || field.Modifiers.Any(SyntaxKind.InternalKeyword);
            if (!field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) || isCollection && (isShared || field.Declaration.Variables.Any(v => IsChanged(root, v))))
                yield return $"{tree.FilePath}: {field.Declaration}";
        }

        foreach (var property in root.DescendantNodes().OfType<PropertyDeclarationSyntax>())
        {
            if (property.Modifiers.Any(SyntaxKind.StaticKeyword) && property.AccessorList?.Accessors.Any(a => a.IsKind(SyntaxKind.SetAccessorDeclaration)) == true)
                yield return $"{tree.FilePath}: {property.Identifier}";
        }
    }

    /// <summary>A table that is filled where it is declared is none of these: it begins empty, an element is assigned, or a method that changes it is called.</summary>
    private static bool IsChanged(SyntaxNode root, VariableDeclaratorSyntax field)
    {
        string[] changes = ["Add", "TryAdd", "GetOrAdd", "AddOrUpdate", "AddRange", "Insert", "Remove", "RemoveAt", "Clear", "UnionWith", "GetValue"];
        string name = field.Identifier.ValueText;
        if (field.Initializer?.Value is CollectionExpressionSyntax { Elements.Count: 0 }) return true;
        return root.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(m => m.Expression.ToString() == name && changes.Contains(m.Name.Identifier.ValueText))
            || root.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.Left is ElementAccessExpressionSyntax e && e.Expression.ToString() == name);
    }

    private static bool IsRoslyn(Type type) => type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true;

    private static bool Mentions(Type type, Func<Type, bool> forbidden)
        => forbidden(type) || type.HasElementType && Mentions(type.GetElementType()!, forbidden) || type.GetGenericArguments().Any(a => Mentions(a, forbidden));
}

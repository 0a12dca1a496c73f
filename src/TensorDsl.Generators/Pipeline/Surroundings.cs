using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>
/// All of a compilation that a template's parsed form can depend on besides its own text: what stands outside the bodies of methods, the
/// references and the options. Two compilations with equal surroundings bind the same text at the same place alike.
/// </summary>
/// <param name="Digest">Of every tree's path and declarations, in order, and of the references.</param>
internal sealed record Surroundings(string? Assembly, EquatableArray<byte> Digest, CompilationOptions Options)
{
    /// <summary>Reads surroundings, and remembers them for as long as the trees and the compilation live.</summary>
    internal sealed class Reader
    {
        private readonly ConditionalWeakTable<Compilation, Surroundings> _ofCompilation = new();
        private readonly ConditionalWeakTable<SyntaxTree, byte[]> _ofTree = new();
        private readonly ConditionalWeakTable<MetadataReference, object> _numbers = new();
        private int _references;

        public Surroundings Of(Compilation compilation, CancellationToken cancellation)
        {
            if (_ofCompilation.TryGetValue(compilation, out var known)) return known;
            using var hash = SHA256.Create();
            foreach (var tree in compilation.SyntaxTrees)
            {
                byte[] digest = Declarations(tree, cancellation);
                hash.TransformBlock(digest, 0, digest.Length, null, 0);
            }
            byte[] references = [.. compilation.References.SelectMany(r => BitConverter.GetBytes(Number(r)))];
            hash.TransformFinalBlock(references, 0, references.Length);
            var surroundings = new Surroundings(compilation.AssemblyName, hash.Hash, compilation.Options);
            return _ofCompilation.GetValue(compilation, _ => surroundings);
        }

        /// <summary>References count as objects, held weakly: a project that another one refers to is a new object after each edit of it.</summary>
        private int Number(MetadataReference reference) => (int)_numbers.GetValue(reference, _ => Interlocked.Increment(ref _references));

        private byte[] Declarations(SyntaxTree tree, CancellationToken cancellation)
        {
            if (_ofTree.TryGetValue(tree, out byte[]? known)) return known;
            var text = new StringBuilder(tree.FilePath).Append('\0');
            Append(tree.GetRoot(cancellation));
            using var hash = SHA256.Create();
            byte[] digest = hash.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()));
            return _ofTree.GetValue(tree, _ => digest);

            void Append(SyntaxNode node)
            {
                if (IsBody(node))
                {
                    text.Append('\x1');
                    return;
                }
                foreach (var child in node.ChildNodesAndTokens())
                {
                    if (child.AsNode() is { } inner) Append(inner);
                    else AppendToken(child.AsToken());
                }
            }

            void AppendToken(SyntaxToken token)
            {
                // Of all trivia only directives mean something to declarations: #nullable does.
                if (token.ContainsDirectives)
                    foreach (var trivia in token.LeadingTrivia)
                        if (trivia.IsDirective) text.Append(trivia.ToFullString());
                text.Append(token.Text).Append('\0');
            }
        }

        /// <summary>No declaration depends on a method's body: its types are written out.</summary>
        private static bool IsBody(SyntaxNode node)
            => node.Parent is BaseMethodDeclarationSyntax && node is BlockSyntax or ArrowExpressionClauseSyntax && !node.ContainsDirectives;
    }
}

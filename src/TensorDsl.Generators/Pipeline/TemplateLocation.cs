using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>
/// Where a template's name stands, and those of its expressions that a problem may be reported at after linking, without the syntax tree that
/// a <see cref="Location"/> would keep alive. It changes with every keystroke above, so it is kept apart from what the steps compare.
/// </summary>
internal sealed record TemplateLocation(string Key, string Path, Place Name, EquatableArray<InstructionPlace> Instructions)
{
    public static TemplateLocation Of(string key, Location name, IEnumerable<KeyValuePair<int, SyntaxNode>> origins)
        => new(key, name.SourceTree?.FilePath ?? "", Place.Of(name), origins.Select(o => new InstructionPlace(o.Key, Place.Of(o.Value.GetLocation()))).ToEquatable());

    /// <summary>The same template, of the same text, somewhere else: everything has moved as its name has.</summary>
    public TemplateLocation At(Location name)
    {
        var moved = Place.Of(name);
        string path = name.SourceTree?.FilePath ?? "";
        if (moved == Name && path == Path || name.SourceTree is not { } tree) return this;
        int shift = moved.Span.Start - Name.Span.Start;
        var instructions = Instructions.Select(i => i with { Place = Place.Of(tree.GetLocation(new(i.Place.Span.Start + shift, i.Place.Span.Length))) }).ToEquatable();
        return this with { Path = path, Name = moved, Instructions = instructions };
    }

    /// <summary>The place of an instruction's expression, or of the template's name where it has none.</summary>
    public Location ToLocation(int instruction)
    {
        var place = Instructions.FirstOrDefault(i => i.Instruction == instruction)?.Place ?? Name;
        return Location.Create(Path, place.Span, place.Lines);
    }
}

/// <summary>A span of a file.</summary>
internal sealed record Place(TextSpan Span, LinePositionSpan Lines)
{
    public static Place Of(Location location) => new(location.SourceSpan, location.GetLineSpan().Span);
}

/// <summary>The expression that an instruction of the unlinked template was made of.</summary>
internal sealed record InstructionPlace(int Instruction, Place Place);

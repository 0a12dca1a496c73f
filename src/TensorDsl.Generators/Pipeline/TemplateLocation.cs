using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TensorDsl.Generators.Pipeline;

/// <summary>Where a template's name stands, without the syntax tree that a <see cref="Location"/> would keep alive.</summary>
internal sealed record TemplateLocation(string Key, string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static TemplateLocation Of(string key, Location location)
        => new(key, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}

using System.Text;

namespace TensorDsl.Generators.Emit;

/// <summary>Indented text with \n line ends.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string text = "")
    {
        if (text.Length > 0) _text.Append(' ', _depth * 4).Append(text);
        _text.Append('\n');
    }

    public void Lines(IEnumerable<string> lines)
    {
        foreach (string line in lines) Line(line);
    }

    /// <summary>A header and braces around what is written until the result is disposed.</summary>
    public IDisposable Block(string header)
    {
        Line(header);
        return Braces();
    }

    public IDisposable Braces()
    {
        Line("{");
        _depth++;
        return new End(this);
    }

    /// <summary>A position that text can be inserted at later: what a body turns out to need before it.</summary>
    public (int Position, int Depth) Mark() => (_text.Length, _depth);

    public void Insert((int Position, int Depth) mark, IEnumerable<string> lines)
    {
        var inserted = new StringBuilder();
        foreach (string line in lines) inserted.Append(' ', mark.Depth * 4).Append(line).Append('\n');
        _text.Insert(mark.Position, inserted.ToString());
    }

    /// <summary>What has been written since a mark.</summary>
    public string Since((int Position, int Depth) mark) => _text.ToString(mark.Position, _text.Length - mark.Position);

    public override string ToString() => _text.ToString();

    private sealed class End(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
        }
    }
}

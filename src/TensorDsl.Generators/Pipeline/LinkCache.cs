using System.Collections.Concurrent;
using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Pipeline;

/// <summary>
/// What the templates were last linked to. Any edit changes the table of functions and so asks to link every template again; only one that
/// looks up the edited function, itself or through what it calls, can come out different.
/// </summary>
internal sealed class LinkCache
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new();

    public LinkedTemplate Link(Template template, TemplateTable table)
    {
        if (_entries.TryGetValue(template.Key, out var known) && ReferenceEquals(known.Template, template)
            && known.Found.All(f => Equals(table.Find(f.Key), f.Value)))
            return known.Linked;
        var found = new Dictionary<string, Function?>();
        var linked = LinkedTemplate.Link(template, key => found.TryGetValue(key, out var f) ? f : found[key] = table.Find(key));
        _entries[template.Key] = new(template, found, linked);
        return linked;
    }

    private sealed record Entry(Template Template, Dictionary<string, Function?> Found, LinkedTemplate Linked);
}

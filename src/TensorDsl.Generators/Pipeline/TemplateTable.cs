using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>The functions of all templates of the compilation, by documentation id and in its order.</summary>
internal sealed record TemplateTable(EquatableArray<TableEntry> Entries)
{
    public Function? Find(string key)
    {
        int low = 0, high = Entries.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(Entries[middle].Key, key);
            if (order == 0) return Entries[middle].Function;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return FindExternal(key);
    }

    /// <summary>A template of another assembly that some template of this one calls: whoever calls that one needs it too.</summary>
    private Function? FindExternal(string key)
    {
        foreach (var entry in Entries)
            foreach (var external in entry.Externals)
                if (external.Key == key) return TemplateIrText.Read(external.Ir);
        return null;
    }
}

/// <summary>What callers need of a template.</summary>
internal sealed record TableEntry(string Key, Function Function, EquatableArray<ExternalTemplate> Externals);

using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Syntax;

/// <summary>Every dim that a function iterates over must get its extent from a parameter.</summary>
internal static class ExtentCheck
{
    /// <summary>The first dim whose extent no parameter gives, or null.</summary>
    public static Axis? Unknown(IReadOnlyList<Instr> code, IReadOnlyList<Parameter> parameters)
    {
        var known = new HashSet<string>(parameters.SelectMany(p => p.Axes).Select(a => a.Dim));
        foreach (var instr in code)
        {
            // The extent of the axis that a value is renamed from is that of the new one.
            if (instr is Rename rename) known.Add(rename.To.Dim);
            // How many a search finds is what it is asked for, here or in a template that is called.
            if (instr is TopK top) known.Add(top.To.Dim);
            if (instr is Call call) known.UnionWith(call.Axes.Where(a => a.IsTop).Select(a => a.Dim));
            foreach (var axis in instr.Axes)
                if (!known.Contains(axis.Dim)) return axis;
            if (instr is Extent extent && !known.Contains(extent.Dim)) return new(extent.Dim, 0);
        }

        return null;
    }
}

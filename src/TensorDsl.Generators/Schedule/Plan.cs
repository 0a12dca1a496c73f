using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>
/// What is computed in which order and where it lies: the decision that both emitters print. Passes run one after the other; inside a pass
/// the outermost axis is split over threads.
/// </summary>
public sealed class Plan
{
    public required Function Function { get; init; }

    /// <summary>The lowered code that every id in the plan refers to.</summary>
    public required IrBuilder Code { get; init; }

    /// <summary>Values in memory, results included; those not listed are recomputed where they are used.</summary>
    public required IReadOnlyList<Stored> Buffers { get; init; }

    public required IReadOnlyList<Pass> Passes { get; init; }

    /// <summary>Results of rank 0, computed from stored scalars after the last pass: (index of the result, value).</summary>
    public required IReadOnlyList<(int Result, int Value)> Scalars { get; init; }

    /// <summary>What could not be fused, in words (information for the author of the template).</summary>
    public IReadOnlyList<string> Remarks => _remarks ??= Schedule.Remarks.Of(this);

    private IReadOnlyList<string>? _remarks;

    /// <summary>The template's names of values.</summary>
    public required IReadOnlyDictionary<int, string> Names { get; init; }

    /// <summary>Operands of contractions that had to be copied into another memory order: (reduction, operand) to the copy.</summary>
    public required IReadOnlyDictionary<(int Reduce, int Operand), int> Copies { get; init; }

    /// <summary>Values over a tile's columns that are read from memory under other axes instead of being recomputed per row.</summary>
    public required IReadOnlyDictionary<int, int> Aliases { get; init; }

    /// <summary>Tiles that more than one pass contracts.</summary>
    public IReadOnlyList<KeptTile> Kept => _kept ??= KeptTiles.Find(Passes);

    private IReadOnlyList<KeptTile>? _kept;

    /// <summary>Scratch that lies in the memory of a result, where that was asked for.</summary>
    public IReadOnlyDictionary<Stored, Stored> Shared => _shared ??= ResultMemory.Find(this);

    private IReadOnlyDictionary<Stored, Stored>? _shared;

    /// <summary>Products that are rounded together with the sum that alone uses them.</summary>
    public required IReadOnlyCollection<int> Fused { get; init; }

    /// <summary>Every axis that parameters, values and loops have, in order of appearance, with repetitions.</summary>
    public IEnumerable<Axis> Axes()
    {
        foreach (var parameter in Function.Parameters)
        {
            foreach (var axis in parameter.Axes) yield return axis;
            if (parameter.Class is { } c) yield return c;
        }
        for (int i = 0; i < Code.Count; i++)
        {
            if (Code[i] is Extent e) yield return new(e.Dim, 0);
            foreach (var axis in Code[i].Axes) yield return axis;
            if (Code[i] is TopK t) yield return t.Over;
            if (Code[i] is Reduce r) foreach (var axis in r.Over) yield return axis;
        }
    }

    public int Operand(int reduce, int x) => Copies.TryGetValue((reduce, x), out int copy) ? copy : x;

    /// <summary>The value that a target writes or reduces.</summary>
    public int Root(Target target) => target switch
    {
        StoreTarget s => s.Buffer.Value,
        RowReduction r => ((Reduce)Code[r.Reduce]).Arg,
        ChunkReduction c => ((Reduce)Code[c.Buffer.Value]).Arg,
        TileRowReduction t => ((Reduce)Code[t.Buffer.Value]).Arg,
        TileColumnReduction t => ((Reduce)Code[t.Reduce]).Arg,
        SaveTarget s => s.Value,
        TileTarget t => t.Value,
        _ => throw new InvalidOperationException($"Schedule: {target.GetType().Name}"),
    };

    /// <summary>Some kernel reads the buffer; a copy of a result is there for the caller alone.</summary>
    public bool IsRead(Stored buffer) => !buffer.IsCopy && Buffers.Any(b => b.Needs.Contains(buffer.Value));

    public Stored? Find(int value)
    {
        foreach (var buffer in Buffers) if (buffer.Value == value && !buffer.IsCopy) return buffer;
        return null;
    }
}

/// <summary>A value in memory.</summary>
public sealed class Stored
{
    public required int Value { get; init; }

    /// <summary>Its axes in memory order.</summary>
    public required IReadOnlyList<Axis> Layout { get; init; }

    public required PassKey Key { get; init; }

    /// <summary>The result it is, or -1 for scratch.</summary>
    public int Result { get; init; } = -1;

    /// <summary>A result that repeats a value which is stored, or broadcast, elsewhere.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Stored values that its kernel reads.</summary>
    public HashSet<int> Needs { get; } = [];

    /// <summary>Passes that still come after it, at most.</summary>
    public int Level { get; set; }

    /// <summary>Results that need it; it is computed only if one of them was asked for.</summary>
    public HashSet<int> Serves { get; } = [];

    public string Name { get; set; } = "";
}

/// <summary>Values with equal keys and levels are computed in one pass.</summary>
public abstract record PassKey;

/// <summary>Row by row over one axis.</summary>
public sealed record RowKey(Axis Outer) : PassKey;

/// <summary>Tile by tile over rows × columns, given as text because record equality of lists is by reference.</summary>
public sealed record TileKey(string Rows, string Columns) : PassKey;

/// <summary>A segment sum of its own.</summary>
public sealed record ScatterKey(int Value) : PassKey;

/// <summary>A search: its values and positions are found together.</summary>
public sealed record TopKey(int Arg, int Count, Axis Over, Axis To) : PassKey;

/// <summary>Singular values, or their gradient, of every matrix of a batch.</summary>
public sealed record SpectralKey(int Value) : PassKey;

public abstract class Pass
{
    public required IReadOnlyList<Stored> Stores { get; init; }

    /// <summary>Values that other passes have computed, by an instruction that this pass does not repeat.</summary>
    public IReadOnlyCollection<int> Loaded { get; init; } = [];

    /// <summary>The results that need the pass; empty means that it always runs.</summary>
    public required IReadOnlyList<int> Serves { get; init; }
}

/// <summary>Element by element over all axes as one: every value in it has all of them or none.</summary>
public sealed class FlatPass : Pass
{
    public required IReadOnlyList<Axis> Axes { get; init; }
    public required Body Body { get; init; }
}

/// <summary>Row by row over <see cref="Outer"/>; a row stays in cache over all phases of the body.</summary>
public sealed class RowPass : Pass
{
    public required Axis Outer { get; init; }
    public required Body Body { get; init; }
}

/// <summary>Tile by tile over rows × columns; what has both sides' axes is never stored unless the plan says so.</summary>
public sealed class TilePass : Pass
{
    public required IReadOnlyList<Axis> Rows { get; init; }
    public required IReadOnlyList<Axis> Columns { get; init; }
    public required IReadOnlyList<PairContraction> Contractions { get; init; }
    public required Body Body { get; init; }

    /// <summary>A second sweep over the finished tile, for what needs the tile's column maxima; null where nothing does.</summary>
    public required Body? Second { get; init; }

    /// <summary>Sums of tiles against rows in memory: those that keep the rows and those that keep the columns.</summary>
    public required IReadOnlyList<TileContraction> RowSums { get; init; }
    public required IReadOnlyList<TileContraction> ColumnSums { get; init; }

    /// <summary>Those of them whose terms are the same but for a sign, so that one sweep can serve both.</summary>
    public required IReadOnlyList<PairedSums> Paired { get; init; }

    /// <summary>Log-sum-exps over rows or columns, computed online from tile maxima and tile sums.</summary>
    public required IReadOnlyList<OnlineLogSumExp> Online { get; init; }
}

/// <summary>The gradients of a distance of differences, such as |x − y|: a sum over the columns and one over the rows, of the same terms.</summary>
/// <param name="Term">The instruction over g, the rows' operand and the columns'.</param>
/// <param name="SubtractsRow">The row's sum takes the negative of the term.</param>
/// <param name="SubtractsColumn">The column's sum does.</param>
public sealed record PairedSums(TileContraction Row, TileContraction Column, int Term, bool SubtractsRow, bool SubtractsColumn)
{
    /// <summary>The two, if they are such sums.</summary>
    public static PairedSums? Of(IrBuilder b, TileContraction row, TileContraction column)
    {
        if (row.Inner < 0 || column.Inner < 0 || row.X < 0 || row.G != column.G || row.X != column.Y || row.Y != column.X) return null;
        var (rowTerm, subtractsRow) = Positive(row.Inner);
        var (columnTerm, subtractsColumn) = Positive(column.Inner);
        return rowTerm == columnTerm ? new(row, column, rowTerm, subtractsRow, subtractsColumn) : null;

        (int Term, bool IsNegative) Positive(int inner) => b[inner] is Map { Op: "Negate" } n ? (n.Args[0], true) : (inner, false);
    }
}

/// <summary>A log-sum-exp whose maximum and sum are merged tile after tile.</summary>
public sealed record OnlineLogSumExp(int Reduce, int TileMax, int TileSum, bool OverColumns);

/// <summary>
/// The k best of each row, kept in lists while the columns go by. Rows and columns are both split over threads, and the lists of one row's
/// parts are merged in the order of the columns.
/// </summary>
public sealed class TopPass : Pass
{
    public required TopK Search { get; init; }

    /// <summary>The instruction by which copies of the search's operand are found (see <see cref="Plan.Operand"/>).</summary>
    public required int Value { get; init; }

    /// <summary>The axes of the rows, in memory order; none where one vector is searched.</summary>
    public required IReadOnlyList<Axis> Rows { get; init; }

    /// <summary>What is contracted into tiles; nothing where the score lies in memory.</summary>
    public required IReadOnlyList<PairContraction> Contractions { get; init; }

    /// <summary>What makes the score of the contracted tile; null where the score lies in memory.</summary>
    public required Body? Body { get; init; }

    public required Stored? Values { get; init; }

    public required Stored? Indices { get; init; }
}

/// <summary>Sums of rows by label.</summary>
public sealed class ScatterPass : Pass
{
    public required Scatter Scatter { get; init; }
}

/// <summary>A <see cref="SingularValues"/> or a <see cref="SingularValuesGradient"/>.</summary>
public sealed class SpectralPass : Pass
{
    public required Instr Instruction { get; init; }
}

/// <summary>What is computed for one row (or one row of a tile): phases, each a sweep over the inner axes that may use what earlier ones reduced.</summary>
public sealed class Body
{
    public required IReadOnlyList<Axis> Inner { get; init; }
    public required IReadOnlyList<Phase> Phases { get; init; }

    /// <summary>Values without axes, computed once before the rows, operands first.</summary>
    public required IReadOnlyList<int> Scalars { get; init; }
}

public sealed class Phase
{
    /// <summary>Values without inner axes that are computed before the phase's sweeps, operands first.</summary>
    public required IReadOnlyList<int> RowValues { get; init; }

    /// <summary>Targets among the row values: stores and reductions over rows.</summary>
    public required IReadOnlyList<Target> RowTargets { get; init; }

    public required IReadOnlyList<Nest> Nests { get; init; }
}

/// <summary>Loops over inner axes, the last of which is the vector axis, and what they compute.</summary>
public sealed class Nest
{
    public required IReadOnlyList<Axis> Loops { get; init; }

    /// <summary>Every value computed or loaded inside, operands first.</summary>
    public required IReadOnlyList<int> Values { get; init; }

    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>Element by element: a gather in it indexes per element along the vector axis too.</summary>
    public required bool IsScalar { get; init; }
}

/// <summary>What a nest is run for.</summary>
public abstract record Target;

/// <summary>Write a value to its buffer.</summary>
public sealed record StoreTarget(Stored Buffer) : Target;

/// <summary>Reduce within the row; later phases use it.</summary>
public sealed record RowReduction(int Reduce) : Target;

/// <summary>Reduce over rows too: accumulated by each chunk of rows, combined in order.</summary>
public sealed record ChunkReduction(Stored Buffer) : Target;

/// <summary>A tile's row reduction over all columns, merged tile after tile.</summary>
public sealed record TileRowReduction(Stored Buffer) : Target;

/// <summary>Reduce over the rows of the tile alone.</summary>
public sealed record TileColumnReduction(int Reduce) : Target;

/// <summary>Keep a value in a row buffer for later phases.</summary>
public sealed record SaveTarget(int Value) : Target;

/// <summary>Keep a whole tile of a value: the left operand of sums of tiles, or what the second sweep reads.</summary>
public sealed record TileTarget(int Value) : Target;

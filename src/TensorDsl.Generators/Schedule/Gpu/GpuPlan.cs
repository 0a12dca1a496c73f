using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule.Gpu;

/// <summary>
/// The same plan for a device without a cache that a row could stay in and without atomics: what each pass becomes as dispatches, each of
/// which owns what it writes. What is fused and what lies in memory was decided before, once for both targets.
/// </summary>
public sealed class GpuPlan
{
    public required Plan Plan { get; init; }

    /// <summary>In order; a step reads only what earlier ones wrote.</summary>
    public required IReadOnlyList<GpuStep> Steps { get; init; }

    /// <summary>The results of rank 0 as values in memory: they are stored by the last step.</summary>
    public required IReadOnlyList<Stored> Scalars { get; init; }
}

/// <summary>What one pass becomes.</summary>
public abstract class GpuStep
{
    /// <summary>One line for people.</summary>
    public required string Comment { get; init; }

    /// <summary>The results that need the step; empty means that it always runs.</summary>
    public required IReadOnlyList<int> Serves { get; init; }
}

/// <summary>
/// Some threads of a group own one row and go through the phases of its body together; a group holds as many rows as the host decides from
/// the length of a row. Element by element is the case without inner axes.
/// </summary>
public sealed class RowsStep : GpuStep
{
    /// <summary>What is owned: one point of these axes, walked as one.</summary>
    public required IReadOnlyList<Axis> Rows { get; init; }

    public required IReadOnlyList<Axis> Inner { get; init; }

    public required IReadOnlyList<RowsPhase> Phases { get; init; }

    /// <summary>Reductions that the body does itself; any other one lies in memory.</summary>
    public required IReadOnlyCollection<int> Local { get; init; }

    /// <summary>Other values that lie in memory although an instruction could compute them here.</summary>
    public required IReadOnlyCollection<int> Loaded { get; init; }

    /// <summary>Reductions over the rows too: each group keeps a part, and a second dispatch combines the parts in order.</summary>
    public required IReadOnlyList<Stored> Parts { get; init; }

    /// <summary>Tile values that lie in panels: the rows are a panel's, and the inner axes its columns.</summary>
    public IReadOnlyList<int> Panels { get; init; } = [];
}

/// <summary>Targets that use what earlier phases reduced.</summary>
public sealed record RowsPhase(IReadOnlyList<Target> RowTargets, IReadOnlyList<RowsNest> Nests);

/// <summary>Loops over inner axes, and what is computed in them.</summary>
public sealed record RowsNest(IReadOnlyList<Axis> Loops, IReadOnlyList<Target> Targets);

/// <summary>Write a value into a buffer that is not the value's own: a log-sum-exp from its maximum and sum.</summary>
public sealed record StoreAs(Stored Buffer, int Root) : Target;

/// <summary>A tile pass: sweeps whose groups own rows, the same with the roles of rows and columns exchanged, and sums of tiles from panels.</summary>
public sealed class TileStep : GpuStep
{
    public required IReadOnlyList<Axis> Rows { get; init; }

    public required IReadOnlyList<Axis> Columns { get; init; }

    /// <summary>Owns rows; also fills the panels. Null where nothing needs it.</summary>
    public required Sweep? Main { get; init; }

    /// <summary>Owns columns, which it calls rows. Null where nothing needs it.</summary>
    public required Sweep? Transposed { get; init; }

    /// <summary>What is done with each panel's rows after the sweep, where a tile's rows have phases of their own.</summary>
    public required RowsStep? InPanel { get; init; }

    /// <summary>Sums of tiles against rows in memory, from the panels.</summary>
    public required IReadOnlyList<TileContraction> Sums { get; init; }

    public required IReadOnlyList<Stored> Stores { get; init; }

    /// <summary>Tile values that are kept in panels while these are worked on.</summary>
    public required IReadOnlyList<int> Panels { get; init; }
}

/// <summary>One walk over all tiles, a block of rows and a range of columns a group.</summary>
public sealed class Sweep
{
    public required IReadOnlyList<Axis> Rows { get; init; }

    public required IReadOnlyList<Axis> Columns { get; init; }

    public required IReadOnlyList<SweepContraction> Contractions { get; init; }

    /// <summary>Reductions over the columns.</summary>
    public required IReadOnlyList<OwnedReduction> Owned { get; init; }

    /// <summary>Reductions over rows and columns.</summary>
    public required IReadOnlyList<OwnedReduction> Totals { get; init; }

    /// <summary>Tile values that are results or that later passes read.</summary>
    public required IReadOnlyList<Stored> Stores { get; init; }

    /// <summary>Tile values that it keeps in panels.</summary>
    public required IReadOnlyList<int> Panels { get; init; }

    /// <summary>
    /// How many columns of a tile each thread has. Tiles that are only written are wide. What reduces them keeps its partial results in registers as
    /// well, and its text, which stands once for each result of a thread, is long enough.
    /// </summary>
    public int ThreadColumns => Owned.Count == 0 && Totals.Count == 0 ? 8 : 4;

    /// <summary>Columns of a tile: those of 16 threads beside each other.</summary>
    public int TileColumns => 16 * ThreadColumns;
}

/// <summary>A contraction of a tile, with the operands that have its rows and its columns.</summary>
public sealed record SweepContraction(PairContraction Contraction, int RowOperand, int ColumnOperand);

/// <summary>A reduction of a tile value ("LogSumExp" is computed online).</summary>
public sealed record OwnedReduction(Stored Buffer, string Op, int Root);

/// <summary>A segment sum: a group owns a segment and looks for its rows.</summary>
public sealed class SegmentStep : GpuStep
{
    public required Stored Store { get; init; }

    public required Scatter Scatter { get; init; }
}

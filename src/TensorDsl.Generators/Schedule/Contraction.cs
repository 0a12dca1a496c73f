using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Schedule;

/// <summary>A reduction that a tile skeleton computes.</summary>
public abstract record Contraction(int Reduce);

/// <summary>
/// A reduction of pairs of rows into a tile: result[R, C] = fold over K of f(a[R, K], b[C, K]). f is the product, or any expression of the
/// two operands such as |a − b|.
/// </summary>
/// <param name="Inner">The instruction f over operands A and B, or -1 for the product.</param>
public sealed record PairContraction(
    int Reduce, string Op, int A, int B, int Inner, EquatableArray<Axis> Rows, EquatableArray<Axis> Columns, EquatableArray<Axis> Over)
    : Contraction(Reduce);

/// <summary>
/// A sum of a tile's rows or columns against rows in memory: result[R, W] = Σ over C of g[R, C] · y[C, W], where g is computed tile by tile.
/// With <see cref="Inner"/> it is f(g[R, C], x[R, W], y[C, W]) that is summed (gradients of |x − y| and the like).
/// </summary>
/// <param name="Rows">The rows of the tile that g is computed in.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Kept">The axes of g that the result keeps (R above).</param>
/// <param name="Over">The axes of g that are summed (C above).</param>
public sealed record TileContraction(
    int Reduce, int G, int X, int Y, int Inner, EquatableArray<Axis> Rows, EquatableArray<Axis> Columns,
    EquatableArray<Axis> Kept, EquatableArray<Axis> Over, EquatableArray<Axis> Width)
    : Contraction(Reduce);

using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Ir;

/// <summary>What the elements of a value are: numbers (float or double at run time), truth values, or positions along a dim.</summary>
public enum ValueType
{
    Real,
    Mask,
    Index,
}

/// <summary>
/// One instruction of a flat SSA list; operands are positions of earlier instructions. The kinds below are all there are: variety lives in
/// the op tables. <see cref="Axes"/> is a set in order of first appearance: values broadcast against each other by axis, never by position.
/// </summary>
public abstract record Instr(ValueType Type, EquatableArray<Axis> Axes)
{
    /// <summary>The operands, in order.</summary>
    public abstract EquatableArray<int> Operands { get; }

    /// <summary>The same instruction over other operands.</summary>
    public abstract Instr WithOperands(IReadOnlyList<int> operands);
}

/// <summary>The value of a parameter: a tensor, labels, a mask, or a scalar.</summary>
public sealed record Input(int Parameter, ValueType Type, EquatableArray<Axis> Axes) : Instr(Type, Axes)
{
    public override EquatableArray<int> Operands => default;
    public override Instr WithOperands(IReadOnlyList<int> operands) => this;
}

/// <summary>A literal. The text is its decimal form ("0.1", "-inf", "inf", "nan"), so that float and double each round it once.</summary>
public sealed record Constant(string Text) : Instr(ValueType.Real, default)
{
    public override EquatableArray<int> Operands => default;
    public override Instr WithOperands(IReadOnlyList<int> operands) => this;
}

/// <summary>A mask literal.</summary>
public sealed record MaskConstant(bool Value) : Instr(ValueType.Mask, default)
{
    public override EquatableArray<int> Operands => default;
    public override Instr WithOperands(IReadOnlyList<int> operands) => this;
}

/// <summary>The extent of an axis, as a number.</summary>
public sealed record Extent(string Dim) : Instr(ValueType.Real, default)
{
    public override EquatableArray<int> Operands => default;
    public override Instr WithOperands(IReadOnlyList<int> operands) => this;
}

/// <summary>The position along an axis: 0, 1, 2 … (an iota).</summary>
public sealed record Position(Axis Axis) : Instr(ValueType.Index, new[] { Axis })
{
    public override EquatableArray<int> Operands => default;
    public override Instr WithOperands(IReadOnlyList<int> operands) => this;
}

/// <summary>A scalar op of the table applied element by element; operands broadcast to the union of their axes.</summary>
public sealed record Map(string Op, EquatableArray<int> Args, ValueType Type, EquatableArray<Axis> Axes) : Instr(Type, Axes)
{
    public override EquatableArray<int> Operands => Args;
    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Args = operands.ToEquatable() };
}

/// <summary>A reduction of the table over axes that the operand has.</summary>
public sealed record Reduce(string Op, int Arg, EquatableArray<Axis> Over, ValueType Type, EquatableArray<Axis> Axes) : Instr(Type, Axes)
{
    public override EquatableArray<int> Operands => new[] { Arg };
    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Arg = operands[0] };
}

/// <summary>The same elements with axis <see cref="From"/> called <see cref="To"/>. Both have one extent.</summary>
public sealed record Rename(int Arg, Axis From, Axis To, ValueType Type, EquatableArray<Axis> Axes) : Instr(Type, Axes)
{
    public override EquatableArray<int> Operands => new[] { Arg };
    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Arg = operands[0] };
}

/// <summary>
/// The element of <see cref="Arg"/> at position <see cref="Index"/> along axis <see cref="On"/>; the result has the operand's axes without
/// <see cref="On"/> and the index's axes. A position out of range gives 0 (only an ignored label can be).
/// </summary>
public sealed record Gather(int Arg, int Index, Axis On, ValueType Type, EquatableArray<Axis> Axes) : Instr(Type, Axes)
{
    public override EquatableArray<int> Operands => new[] { Arg, Index };
    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Arg = operands[0], Index = operands[1] };
}

/// <summary>
/// The transpose of a row gather: result[…, c] = Σ over <see cref="Over"/> where index = c of arg[…]. The result has the operand's axes
/// without <see cref="Over"/> (all axes of the index) and <see cref="On"/>. Positions out of range contribute nothing.
/// </summary>
public sealed record Scatter(int Arg, int Index, Axis On, EquatableArray<Axis> Over, EquatableArray<Axis> Axes) : Instr(ValueType.Real, Axes)
{
    public override EquatableArray<int> Operands => new[] { Arg, Index };
    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Arg = operands[0], Index = operands[1] };
}

/// <summary>
/// The largest elements along an axis, in descending order along the new axis <see cref="To"/>: their values, or (as
/// <see cref="ValueType.Index"/>) where they stood. Ties go to the lower position, NaN comes after all numbers, and behind the last element
/// stand −∞ and −1. Both instructions over the same operands are computed together.
/// </summary>
/// <param name="Count">How many: an int parameter or a constant. It is the extent of <see cref="To"/>.</param>
/// <param name="Over">The axis that is searched.</param>
public sealed record TopK(int Arg, int Count, Axis Over, Axis To, ValueType Type, EquatableArray<Axis> Axes) : Instr(Type, Axes)
{
    public override EquatableArray<int> Operands => new[] { Arg, Count };

    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Arg = operands[0], Count = operands[1] };
}

/// <summary>
/// The singular values of every matrix <see cref="Rows"/> × <see cref="Columns"/> of the operand, along <see cref="Columns"/>, descending,
/// and 0 beyond the smaller of the two extents. The other axes of the operand are a batch; one of the two that it lacks it is constant along.
/// </summary>
public sealed record SingularValues(int Arg, Axis Rows, Axis Columns, EquatableArray<Axis> Axes) : Instr(ValueType.Real, Axes)
{
    public override EquatableArray<int> Operands => new[] { Arg };
    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Arg = operands[0] };
}

/// <summary>
/// What the cotangent <see cref="Upstream"/> of <see cref="SingularValues"/> is for their operand: U·diag(σ̄)·Vᵀ of each matrix U·diag(σ)·Vᵀ,
/// with nothing from a singular value that is 0.
/// </summary>
public sealed record SingularValuesGradient(int Arg, int Upstream, Axis Rows, Axis Columns, EquatableArray<Axis> Axes) : Instr(ValueType.Real, Axes)
{
    public override EquatableArray<int> Operands => new[] { Arg, Upstream };
    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Arg = operands[0], Upstream = operands[1] };
}

/// <summary>
/// A compile-time branch on a bool or enum parameter: the arm whose value the parameter has, else the last arm. Specialisation removes it
/// before anything is scheduled.
/// </summary>
/// <param name="Values">One value per arm but the last, which is the default; bool is 0 and 1.</param>
public sealed record Choose(int Parameter, EquatableArray<long> Values, EquatableArray<int> Arms, ValueType Type, EquatableArray<Axis> Axes) : Instr(Type, Axes)
{
    public override EquatableArray<int> Operands => Arms;
    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Arms = operands.ToEquatable() };
}

/// <summary>
/// A call of another template; linking replaces it by the callee's body. <see cref="Result"/> picks an element of a tuple, and the type is
/// that element's.
/// </summary>
/// <param name="Key">The callee's documentation id.</param>
/// <param name="Dims">What the callee's type parameters stand for, in order, and behind them those of its containing types.</param>
public sealed record Call(string Key, EquatableArray<Axis> Dims, EquatableArray<int> Args, int Result, EquatableArray<Axis> Axes) : Instr(ValueType.Real, Axes)
{
    public override EquatableArray<int> Operands => Args;
    public override Instr WithOperands(IReadOnlyList<int> operands) => this with { Args = operands.ToEquatable() };
}

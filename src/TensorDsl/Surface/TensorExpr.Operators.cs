namespace TensorDsl;

// An int literal takes the float overloads, a literal like 0.1 the double ones; the generator keeps its decimal text either way.
public abstract partial class TensorExpr
{
    /// <summary>The sum; operands broadcast by dim.</summary>
    public static Expr operator +(TensorExpr a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The sum; operands broadcast by dim.</summary>
    public static Expr operator +(TensorExpr a, float b) => Unevaluated.Expr;

    /// <summary>The sum; operands broadcast by dim.</summary>
    public static Expr operator +(float a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The sum; operands broadcast by dim.</summary>
    public static Expr operator +(TensorExpr a, double b) => Unevaluated.Expr;

    /// <summary>The sum; operands broadcast by dim.</summary>
    public static Expr operator +(double a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The difference; operands broadcast by dim.</summary>
    public static Expr operator -(TensorExpr a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The difference; operands broadcast by dim.</summary>
    public static Expr operator -(TensorExpr a, float b) => Unevaluated.Expr;

    /// <summary>The difference; operands broadcast by dim.</summary>
    public static Expr operator -(float a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The difference; operands broadcast by dim.</summary>
    public static Expr operator -(TensorExpr a, double b) => Unevaluated.Expr;

    /// <summary>The difference; operands broadcast by dim.</summary>
    public static Expr operator -(double a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The product of elements; operands broadcast by dim.</summary>
    public static Expr operator *(TensorExpr a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The product of elements; operands broadcast by dim.</summary>
    public static Expr operator *(TensorExpr a, float b) => Unevaluated.Expr;

    /// <summary>The product of elements; operands broadcast by dim.</summary>
    public static Expr operator *(float a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The product of elements; operands broadcast by dim.</summary>
    public static Expr operator *(TensorExpr a, double b) => Unevaluated.Expr;

    /// <summary>The product of elements; operands broadcast by dim.</summary>
    public static Expr operator *(double a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The quotient of elements; operands broadcast by dim. x / 0 is ±∞, 0 / 0 is NaN.</summary>
    public static Expr operator /(TensorExpr a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The quotient of elements; operands broadcast by dim. x / 0 is ±∞, 0 / 0 is NaN.</summary>
    public static Expr operator /(TensorExpr a, float b) => Unevaluated.Expr;

    /// <summary>The quotient of elements; operands broadcast by dim. x / 0 is ±∞, 0 / 0 is NaN.</summary>
    public static Expr operator /(float a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The quotient of elements; operands broadcast by dim. x / 0 is ±∞, 0 / 0 is NaN.</summary>
    public static Expr operator /(TensorExpr a, double b) => Unevaluated.Expr;

    /// <summary>The quotient of elements; operands broadcast by dim. x / 0 is ±∞, 0 / 0 is NaN.</summary>
    public static Expr operator /(double a, TensorExpr b) => Unevaluated.Expr;

    /// <summary>The negative of each element.</summary>
    public static Expr operator -(TensorExpr a) => Unevaluated.Expr;

    /// <summary>Whether a is greater; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >(TensorExpr a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is greater; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >(TensorExpr a, float b) => Unevaluated.Mask;

    /// <summary>Whether a is greater; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >(float a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is greater; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >(TensorExpr a, double b) => Unevaluated.Mask;

    /// <summary>Whether a is greater; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >(double a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is less; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <(TensorExpr a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is less; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <(TensorExpr a, float b) => Unevaluated.Mask;

    /// <summary>Whether a is less; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <(float a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is less; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <(TensorExpr a, double b) => Unevaluated.Mask;

    /// <summary>Whether a is less; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <(double a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is greater or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >=(TensorExpr a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is greater or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >=(TensorExpr a, float b) => Unevaluated.Mask;

    /// <summary>Whether a is greater or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >=(float a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is greater or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >=(TensorExpr a, double b) => Unevaluated.Mask;

    /// <summary>Whether a is greater or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator >=(double a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is less or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <=(TensorExpr a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is less or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <=(TensorExpr a, float b) => Unevaluated.Mask;

    /// <summary>Whether a is less or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <=(float a, TensorExpr b) => Unevaluated.Mask;

    /// <summary>Whether a is less or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <=(TensorExpr a, double b) => Unevaluated.Mask;

    /// <summary>Whether a is less or equal; false where an operand is NaN. Operands broadcast by dim.</summary>
    public static Mask operator <=(double a, TensorExpr b) => Unevaluated.Mask;
}

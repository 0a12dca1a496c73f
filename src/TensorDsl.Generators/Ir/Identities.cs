namespace TensorDsl.Generators.Ir;

/// <summary>The identities of arithmetic that hold for every operand, NaN and infinities included, applied while code is built.</summary>
internal static class Identities
{
    /// <summary>An existing or simpler value that equals op(args), or null.</summary>
    public static int? TryMap(IrBuilder b, string op, int[] args)
    {
        bool Is(int i, string text) => b[args[i]] is Constant c && c.Text == text;
        switch (op)
        {
            // x + 0 differs from x for x = -0 only, which no caller observes; 0·x is left alone (NaN, ∞).
            case "Add" when Is(0, "0"): return args[1];
            case "Add" when Is(1, "0"): return args[0];
            case "Subtract" when Is(1, "0"): return args[0];
            case "Subtract" when Is(0, "0"): return b.Neg(args[1]);
            case "Multiply" when Is(0, "1"): return args[1];
            case "Multiply" when Is(1, "1"): return args[0];
            case "Multiply" when Is(0, "-1"): return b.Neg(args[1]);
            case "Multiply" when Is(1, "-1"): return b.Neg(args[0]);
            case "Divide" when Is(1, "1"): return args[0];
            case "Negate" when b[args[0]] is Map { Op: "Negate" } m: return m.Args[0];
            case "Negate" when b[args[0]] is Constant c && c.Text != "nan": return b.Real(c.Text[0] == '-' ? c.Text.Substring(1) : c.Text == "0" ? "0" : "-" + c.Text);
            case "Add" when b[args[1]] is Map { Op: "Negate" } m: return b.Sub(args[0], m.Args[0]);
            case "Subtract" when b[args[1]] is Map { Op: "Negate" } m: return b.Add(args[0], m.Args[0]);
            case "Select" when args[1] == args[2]: return args[1];
            case "Select" when b[args[0]] is MaskConstant k: return k.Value ? args[1] : args[2];
            case "And" when args[0] == args[1]: return args[0];
            case "And" when b[args[0]] is MaskConstant k: return k.Value ? args[1] : args[0];
            case "And" when b[args[1]] is MaskConstant k: return k.Value ? args[0] : args[1];
            case "Or" when args[0] == args[1]: return args[0];
            case "Or" when b[args[0]] is MaskConstant k: return k.Value ? args[0] : args[1];
            case "Or" when b[args[1]] is MaskConstant k: return k.Value ? args[1] : args[0];
            case "Not" when b[args[0]] is MaskConstant k: return b.Truth(!k.Value);
            case "Not" when b[args[0]] is Map { Op: "Not" } m: return m.Args[0];
            default: return null;
        }
    }
}

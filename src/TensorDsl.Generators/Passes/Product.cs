using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Passes;

/// <summary>A value taken apart as ± Π factors / Π divisors, for the rules about sums of products.</summary>
internal sealed class Product
{
    private readonly IrBuilder _b;

    private Product(IrBuilder b) => _b = b;

    public bool IsNegative { get; private set; }

    public List<int> Factors { get; } = [];

    public List<int> Divisors { get; } = [];

    public static Product Of(IrBuilder b, int x)
    {
        var product = new Product(b);
        product.Collect(x);
        return product;
    }

    /// <summary>The value of some of the factors and divisors, without the sign; 1 of none.</summary>
    public static int Build(IrBuilder b, IEnumerable<int> factors, IEnumerable<int> divisors)
    {
        int product = factors.Aggregate(b.One(), b.Mul);
        return divisors.Aggregate(product, b.Div);
    }

    /// <summary>
    /// The sum over axes with its sign, its scalar factors and divisors, and, where what is left stays element-wise, the factors that are
    /// constant along the axes taken out of the sum; null if there is nothing to take out.
    /// </summary>
    /// <remarks>
    /// Row factors stay inside a contraction (Σ over M of c[N]·w[N, M]·y[M, D]): both gradients of a pair function then contract the same
    /// c·w. Row divisors stay inside always: the quotients are what is within range (a row over its norm), not the sum.
    /// </remarks>
    public int? SumOver(EquatableArray<Axis> over)
    {
        var inner = Factors.Where(f => over.Any(_b.AxesOf(f).Contains)).ToList();
        var scalars = Factors.Where(f => _b.AxesOf(f).Count == 0).ToList();
        var rows = Factors.Where(f => _b.AxesOf(f).Count > 0 && !inner.Contains(f)).ToList();
        var innerDivisors = Divisors.Where(d => _b.AxesOf(d).Count > 0).ToList();
        var scalarDivisors = Divisors.Where(d => _b.AxesOf(d).Count == 0).ToList();

        var rest = inner.Concat(innerDivisors).SelectMany(v => _b.AxesOf(v)).Distinct().ToList();
        bool isElementwise = rest.All(a => over.Contains(a) || rows.Any(r => _b.AxesOf(r).Contains(a)));
        if (!isElementwise)
        {
            inner = [.. Factors.Where(f => _b.AxesOf(f).Count > 0)];
            rows = [];
        }

        // The operand's axes must be those of what is left; otherwise a factor alone spans a reduced axis and stays.
        if (!over.All(a => inner.Concat(innerDivisors).Any(v => _b.AxesOf(v).Contains(a)))) return null;
        if (!IsNegative && scalars.Count + rows.Count + scalarDivisors.Count == 0) return null;
        int sum = _b.Reduce("Sum", Build(_b, inner, innerDivisors), over);
        int product = Build(_b, scalars.Concat(rows).Append(sum), scalarDivisors);
        return IsNegative ? _b.Neg(product) : product;
    }

    private void Collect(int x)
    {
        switch (_b[x])
        {
            case Map { Op: "Multiply" } m:
                Collect(m.Args[0]);
                Collect(m.Args[1]);
                break;
            case Map { Op: "Divide" } m:
                Collect(m.Args[0]);
                Divisors.Add(m.Args[1]);
                break;
            case Map { Op: "Negate" } m:
                IsNegative = !IsNegative;
                Collect(m.Args[0]);
                break;
            default:
                Factors.Add(x);
                break;
        }
    }
}

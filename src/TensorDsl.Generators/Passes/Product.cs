using TensorDsl.Generators.Ir;

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

namespace TensorDsl;

public static partial class Shapes
{
    /// <summary>Checks how many elements a search is asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static void Count(string function, string name, int count)
    {
        if (count < 0) throw new ArgumentOutOfRangeException(name, count, $"{function}: '{name}' is {count}, but the number of elements to find can't be negative");
    }

    /// <summary>Checks that all searches and all shapes with the ranks of one dim agree on how many there are.</summary>
    /// <exception cref="ShapeMismatchException">They don't.</exception>
    public static void SameCount(string function, string dim, int extent, string name, int count)
    {
        if (extent != count) throw new ShapeMismatchException($"{function}: dimension {dim} is {extent}, but '{name}' asks for {count}", name);
    }
}

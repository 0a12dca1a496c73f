namespace TensorDsl.Tests.RunTime;

public abstract class Batch;

public abstract class Hidden;

[Dim(3)]
public abstract class Embed;

[Dim(10)]
public abstract class Classes;

public static class Outer<T>
{
    public abstract class Inner;
}

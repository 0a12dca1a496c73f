namespace TensorDsl.Benchmarks;

public abstract class Batch;
public abstract class Other;
public abstract class Embed;
public abstract class Classes;

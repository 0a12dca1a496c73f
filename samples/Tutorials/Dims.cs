namespace TensorDsl.Samples.Tutorials;

/// <summary>The rows of a batch.</summary>
internal abstract class Row;

/// <summary>The rows of another batch.</summary>
internal abstract class Other;

/// <summary>The components of a vector.</summary>
internal abstract class Component;

/// <summary>The vectors that stand for one class.</summary>
internal abstract class Proxy;

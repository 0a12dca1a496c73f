namespace TensorDsl.Samples.Search;

/// <summary>What is asked for.</summary>
public abstract class Query;

/// <summary>The rows of a synthetic table.</summary>
public abstract class Item;

/// <summary>The components of a synthetic vector.</summary>
public abstract class Component;

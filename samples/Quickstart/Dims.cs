namespace TensorDsl.Samples.Quickstart;

/// <summary>The words that are asked for.</summary>
internal abstract class Query;

/// <summary>Labelled images to compare with.</summary>
internal abstract class Example;

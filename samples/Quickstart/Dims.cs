namespace TensorDsl.Samples.Quickstart;

/// <summary>The words that are asked for.</summary>
internal abstract class Query;

/// <summary>The rows of a batch.</summary>
internal abstract class Row;

/// <summary>The components of a hidden state.</summary>
internal abstract class Hidden;

/// <summary>The components of an embedding.</summary>
internal abstract class Embedding;

/// <summary>Labelled images to compare with.</summary>
internal abstract class Example;

/// <summary>All numbers that a training learns, laid end to end.</summary>
internal abstract class Parameter;

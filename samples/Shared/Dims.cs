namespace TensorDsl.Samples;

/// <summary>The words of a vocabulary.</summary>
public abstract class Word;

/// <summary>The components of a word vector.</summary>
[Dim(100)]
public abstract class Meaning;

/// <summary>Images: a whole set of them or a batch.</summary>
public abstract class Image;

/// <summary>The pixels of an image, 8 rows of 8.</summary>
[Dim(64)]
public abstract class Pixel;

/// <summary>The ten digits.</summary>
[Dim(10)]
public abstract class Digit;

/// <summary>The components of a hidden state.</summary>
public abstract class Hidden;

/// <summary>The components of an embedding.</summary>
public abstract class Embedding;

/// <summary>All numbers that a training learns, laid end to end.</summary>
public abstract class Parameter;

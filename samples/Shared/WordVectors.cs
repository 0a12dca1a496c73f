namespace TensorDsl.Samples;

/// <summary>The 10,000 most frequent words of GloVe with their vectors.</summary>
public sealed class WordVectors
{
    private readonly string[] _words;
    private readonly Dictionary<string, int> _index;

    private WordVectors(string[] words, Tensor<float, Word, Meaning> vectors)
    {
        _words = words;
        _index = words.Index().ToDictionary(w => w.Item, w => w.Index, StringComparer.Ordinal);
        Vectors = vectors;
    }

    /// <summary>A row for each word.</summary>
    public Tensor<float, Word, Meaning> Vectors { get; }

    /// <summary>The words, most frequent first.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Reads the copied data files.</summary>
    /// <exception cref="InvalidDataException">The files do not belong together.</exception>
    public static WordVectors Load()
    {
        using var stream = DataFile.Open("glove-10k.npy");
        var matrix = NpyMatrix.Read(stream);
        string[] words = DataFile.ReadLines("glove-10k.words.txt");
        if (words.Length != matrix.Rows) throw new InvalidDataException($"{words.Length} words but {matrix.Rows} vectors");
        return new(words, new(matrix.Values, matrix.Rows, matrix.Columns));
    }

    /// <summary>The vocabulary has the word.</summary>
    public bool Contains(string word) => _index.ContainsKey(word);

    /// <summary>The row of a word.</summary>
    /// <exception cref="KeyNotFoundException">The vocabulary lacks it.</exception>
    public int IndexOf(string word)
        => _index.TryGetValue(word, out int i) ? i : throw new KeyNotFoundException($"'{word}' is not among the {_words.Length} words");

    /// <summary>A copy of the vectors of a few words, as a matrix with dims of the caller's own.</summary>
    public Tensor<float, Q, Meaning> Of<Q>(params string[] words)
    {
        var rows = Tensors.Zeros<float, Q, Meaning>(words.Length, Vectors.Size1);
        for (int i = 0; i < words.Length; i++) Vectors.Span.Slice(IndexOf(words[i]) * Vectors.Size1, Vectors.Size1).CopyTo(rows.Span[(i * Vectors.Size1)..]);
        return rows;
    }
}

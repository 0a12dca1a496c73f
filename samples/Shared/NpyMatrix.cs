using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TensorDsl.Samples;

/// <summary>A matrix from NumPy's .npy format, as far as the samples need it: version 1, little-endian float16 in C order.</summary>
public sealed partial record NpyMatrix(float[] Values, int Rows, int Columns)
{
    private const int Preamble = 10; // magic (6 bytes), version (2), length of the header (2)

    /// <summary>Reads the matrix and widens it to float, which is exact.</summary>
    /// <exception cref="InvalidDataException">The stream is something else, or ends early.</exception>
    public static NpyMatrix Read(Stream stream)
    {
        Span<byte> preamble = stackalloc byte[Preamble];
        Fill(stream, preamble);
        if (!preamble[..6].SequenceEqual((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']) || preamble[6] != 1)
            throw new InvalidDataException("not a .npy file of version 1");
        byte[] header = new byte[BinaryPrimitives.ReadUInt16LittleEndian(preamble[8..])];
        Fill(stream, header);
        string text = Encoding.ASCII.GetString(header);
        var match = Header().Match(text);
        if (!match.Success) throw new InvalidDataException($"expected a float16 matrix in C order, found {text.Trim()}");
        int rows = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        int columns = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        byte[] bytes = new byte[checked(rows * columns * 2)];
        Fill(stream, bytes);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++) values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(2 * i));
        return new(values, rows, columns);
    }

    private static void Fill(Stream stream, Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("the .npy file ends early", e);
        }
    }

    [GeneratedRegex(@"'descr': '<f2', 'fortran_order': False, 'shape': \((\d+), (\d+)\)")]
    private static partial Regex Header();
}

using System.Runtime.InteropServices;
using System.Text.Json;

namespace TensorDsl.Benchmarks.Contests;

/// <summary>
/// The inputs of a contest, drawn, and room for its results. The contenders of this process write to the same room: what they wrote is looked
/// at before the next one runs.
/// </summary>
public sealed class Data(IReadOnlyList<Input> inputs)
{
    private readonly Dictionary<string, Array> _inputs = inputs.ToDictionary(i => i.Name, i => i.Draw());
    private readonly Dictionary<string, Array> _results = [];

    /// <summary>The sizes of an input.</summary>
    public int[] Shape(string name) => inputs.Single(i => i.Name == name).Shape;

    /// <summary>The elements of an input.</summary>
    public float[] Floats(string name) => (float[])_inputs[name];

    /// <summary>The elements of an input of labels.</summary>
    public int[] Labels(string name) => (int[])_inputs[name];

    /// <summary>An input as a matrix; its memory is the same.</summary>
    public Tensor<float, A, B> Matrix<A, B>(string name) => new(Floats(name), Shape(name)[0], Shape(name)[1]);

    /// <summary>Room for a result; a second call with its name gets the same.</summary>
    public float[] Result(string name, int count) => (float[])Room<float>(name, count);

    /// <summary>Room for a result of positions.</summary>
    public int[] Positions(string name, int count) => (int[])Room<int>(name, count);

    /// <summary>Room for a result as a matrix.</summary>
    public Tensor<float, A, B> Result<A, B>(string name, int rows, int columns) => new(Result(name, checked(rows * columns)), rows, columns);

    /// <summary>Room for the gradient of an input, with its shape.</summary>
    public Tensor<float, A, B> Gradient<A, B>(string name) => Result<A, B>("grad_" + name, Shape(name)[0], Shape(name)[1]);

    /// <summary>Overwrites all results, so that what is not written shows.</summary>
    public void Forget()
    {
        foreach (var (_, result) in _results)
        {
            if (result is float[] floats) System.Array.Fill(floats, float.NaN);
            else System.Array.Fill((int[])result, int.MinValue);
        }
    }

    /// <summary>What the results hold now, large ones as every so many elements.</summary>
    public IReadOnlyDictionary<string, float[]> Sample() => _results.ToDictionary(r => r.Key, r => Contests.Sample.Of(r.Value));

    /// <summary>Writes the inputs to files that the driver reads: raw elements, and a description of all.</summary>
    public void Write(string folder, Contest contest)
    {
        foreach (var (name, array) in _inputs)
        {
            using var file = File.Create(Path.Combine(folder, name));
            var bytes = array is float[] floats ? MemoryMarshal.AsBytes<float>(floats) : MemoryMarshal.AsBytes<int>((int[])array);
            // A single write of more than 2 GiB isn't one on every system.
            for (int at = 0; at < bytes.Length; at += 1 << 28) file.Write(bytes.Slice(at, Math.Min(1 << 28, bytes.Length - at)));
        }

        File.WriteAllText(Path.Combine(folder, "contest.json"), Describe(contest));
    }

    /// <summary>A contest without its numbers, as the driver reads it.</summary>
    public static string Describe(Contest contest) => JsonSerializer.Serialize(new
    {
        key = contest.Key,
        inputs = contest.Inputs.Select(i => new { name = i.Name, kind = i.Kind.ToString(), shape = i.Shape, classes = i.Classes }),
        parameters = contest.Parameters,
    });

    private Array Room<T>(string name, int count)
        where T : struct
    {
        if (!_results.TryGetValue(name, out var room)) _results.Add(name, room = new T[count]);
        return room;
    }
}

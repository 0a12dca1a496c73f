using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using TensorDsl.Benchmarks.Contests;

namespace TensorDsl.Benchmarks;

/// <summary>
/// A child that computes a contest in Python: it is asked "run it so often" over its input, measures by its own clock, answers, and waits.
/// </summary>
public sealed class PythonProcess : IContender
{
    private readonly Process _process;
    private readonly string _folder;

    private PythonProcess(PythonPeer peer, Process process, string folder) => (Name, _process, _folder) = (peer.Name, process, folder);

    public string Name { get; }

    public bool IsSameFunction => true;

    public int ProcessId => _process.Id;

    /// <summary>
    /// The interpreter: what the environment variable TENSORDSL_PYTHON names, or the system's, whose packages are the distribution's.
    /// </summary>
    public static string Interpreter
        => Environment.GetEnvironmentVariable("TENSORDSL_PYTHON") ?? (File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3");

    /// <summary>Starts a child over the inputs in a folder, or says why there is none.</summary>
    public static PythonProcess? Start(PythonPeer peer, string folder, out string reason)
    {
        Process? process;
        try
        {
            process = Process.Start(StartInfo(peer, "serve", peer.Library));
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            process = null;
            reason = $"{Interpreter}: {e.Message}";
            return null;
        }

        var child = new PythonProcess(peer, process!, folder);
        try
        {
            child.Ask(new { @do = "load", folder });
            reason = "";
            return child;
        }
        catch (PeerException e)
        {
            child.Dispose();
            reason = e.Message;
            return null;
        }
    }

    /// <summary>How the driver is started, with what all peers in children have in common.</summary>
    public static ProcessStartInfo StartInfo(PythonPeer peer, params string[] arguments)
    {
        var info = new ProcessStartInfo(Interpreter) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        // Unbuffered, so that an answer is not kept back.
        info.ArgumentList.Add("-u");
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "peers.py"));
        foreach (string argument in arguments) info.ArgumentList.Add(argument);
        // Threads that wait by spinning would take the processors from the contender whose turn comes next.
        info.Environment["OMP_WAIT_POLICY"] = "passive";
        foreach (var (name, value) in OpenBlas.Environment) info.Environment[name] = value;
        foreach (var (name, value) in peer.Environment) info.Environment[name] = value;
        return info;
    }

    public void UseThreads(int count) => Ask(new { @do = "threads", count });

    public double Time(int calls) => (double)Ask(new { @do = "run", calls })["seconds"]!;

    public IReadOnlyDictionary<string, float[]> Results()
    {
        var answer = Ask(new { @do = "results", folder = _folder });
        var results = new Dictionary<string, float[]>();
        foreach (var name in answer["names"]!.AsArray())
        {
            string file = Path.Combine(_folder, "result_" + name);
            results.Add((string)name!, MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray());
            File.Delete(file);
        }

        return results;
    }

    /// <summary>The versions of what computes, by name.</summary>
    public IReadOnlyDictionary<string, string> Versions()
        => Ask(new { @do = "versions" })["versions"]!.AsObject().ToDictionary(v => v.Key, v => (string)v.Value!);

    public void Dispose()
    {
        // The end of its input ends it; it may have ended already.
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
        }

        if (!_process.WaitForExit(10_000)) _process.Kill();
        _process.Dispose();
    }

    private JsonNode Ask(object question)
    {
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(question));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw new PeerException(Name, "the child has ended");
        }

        string line = _process.StandardOutput.ReadLine() ?? throw new PeerException(Name, "the child has ended without an answer");
        var answer = JsonNode.Parse(line)!;
        return answer["error"] is { } error ? throw new PeerException(Name, (string)error!) : answer;
    }
}

/// <summary>A peer that could not compute, and why.</summary>
public sealed class PeerException(string peer, string message) : Exception(message)
{
    /// <summary>Its name.</summary>
    public string Peer => peer;
}

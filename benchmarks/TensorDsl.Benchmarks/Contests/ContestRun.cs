using TensorDsl.Benchmarks.Measuring;
using TensorDsl.Benchmarks.Reports;

namespace TensorDsl.Benchmarks.Contests;

/// <summary>Runs contests and keeps their results.</summary>
internal static class ContestRun
{
    /// <summary>Runs the contests whose key holds one of the filters; the exit code.</summary>
    public static int Run(ContestOptions options)
    {
        var chosen = Suite.All(options.Shrink).Where(c => options.Chooses(c.Key)).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"No contest is called so; there are {string.Join(", ", Suite.All(options.Shrink).Select(c => c.Key))}.");
            return 2;
        }

        if (OpenBlas.IsInstalled && !OpenBlas.IsCoreTypeSuitable)
            Console.Error.WriteLine($"OpenBLAS runs kernels for {OpenBlas.CoreType}, which doesn't suit this processor: set OPENBLAS_CORETYPE.");
        bool isSame = true;
        foreach (var contest in chosen) isSame &= Run(contest, options);
        return isSame ? 0 : 1;
    }

    /// <summary>Runs one; false where a peer computed something else.</summary>
    private static bool Run(Contest contest, ContestOptions options)
    {
        Console.WriteLine($"{contest.Key}: {contest.Name}, {contest.Sizes}");
        string folder = Directory.CreateTempSubdirectory("tensordsl-contest-").FullName;
        var contenders = new List<IContender>();
        try
        {
            var data = new Data(contest.Inputs);
            contenders.AddRange(contest.Contenders(data));
            var missing = new Dictionary<string, string>();
            var machine = Machine.Describe();
            if (!OpenBlas.IsInstalled && contest.Claims.Any(c => c.Against == "OpenBLAS")) missing["OpenBLAS"] = "the library isn't installed";
            data.Write(folder, contest);
            foreach (var peer in options.WithPython ? contest.PythonPeers : [])
            {
                if (PythonProcess.Start(peer, folder, out string reason) is { } child)
                {
                    contenders.Add(child);
                    foreach (var (name, version) in child.Versions()) machine[name] = version;
                }
                else
                {
                    missing[peer.Name] = reason;
                }
            }

            foreach (var input in contest.Inputs) File.Delete(Path.Combine(folder, input.Name));
            bool isSame = Verify(contest, contenders, missing);
            foreach (var (name, reason) in missing) Console.WriteLine($"  without {name}: {reason}");
            foreach (int threads in options.Threads)
            {
                double? load = Machine.Load;
                var (seconds, disturbance) = Measure(contest, contenders, threads, options.Alternations, missing);
                var result = new ContestResult
                {
                    Key = contest.Key,
                    Name = contest.Name,
                    Sizes = contest.Sizes,
                    Threads = threads,
                    Shrink = options.Shrink,
                    Timings = [.. contenders.Select((c, i) => new Timing(c.Name, seconds[i]))],
                    Missing = missing,
                    Disturbance = disturbance.Share,
                    LoadBefore = load,
                    LoadAfter = Machine.Load,
                    Measured = DateTime.UtcNow,
                    Revision = Machine.Revision,
                    Machine = machine,
                };
                // A trial at other sizes doesn't take the place of a figure.
                if (options.Shrink == 1) ResultStore.Save("contests", $"{contest.Key}-{threads}", result);
                Show(contest, result);
            }

            return isSame;
        }
        finally
        {
            contenders.ForEach(c => c.Dispose());
            Directory.Delete(folder, recursive: true);
            // A large contest leaves its memory to the next one.
            Cpu.Scratch.Trim();
            GC.Collect();
        }
    }

    /// <summary>Lets all take turns. A child that ends, as when memory runs out, is taken out, and the others begin anew.</summary>
    private static (double[][] Seconds, Disturbance Disturbance) Measure(
        Contest contest, List<IContender> contenders, int threads, int rounds, Dictionary<string, string> missing)
    {
        while (true)
        {
            try
            {
                foreach (var contender in contenders) contender.UseThreads(threads);
                var disturbance = new Disturbance();
                bool IsNeeded(IContender c) => c == contenders[0] || contest.Claims.Any(claim => claim.Against == c.Name);
                return (Alternation.Run(contenders, rounds, IsNeeded, disturbance), disturbance);
            }
            catch (PeerException e)
            {
                Console.WriteLine($"  without {e.Peer}: {e.Message}");
                missing[e.Peer] = e.Message;
                var lost = contenders.Single(c => c.Name == e.Peer);
                contenders.Remove(lost);
                lost.Dispose();
            }
        }
    }

    /// <summary>Takes out peers whose results are others than ours: a ratio of times of different functions says nothing.</summary>
    private static bool Verify(Contest contest, List<IContender> contenders, Dictionary<string, string> missing)
    {
        bool isSame = true;
        var ours = contenders[0].Results();
        foreach (var peer in contenders.Skip(1).Where(c => c.IsSameFunction).ToList())
        {
            string? difference;
            bool failed = false;
            try
            {
                difference = Sample.Difference(ours, peer.Results(), contest.Tolerance);
            }
            catch (PeerException e)
            {
                // Memory that a peer lacks, for instance, is a fact about it and no error here.
                (difference, failed) = (e.Message, true);
            }

            if (difference is null) continue;
            isSame &= failed;
            missing[peer.Name] = failed ? difference : $"it computes something else: it {difference}";
            contenders.Remove(peer);
            peer.Dispose();
        }

        return isSame;
    }

    private static void Show(Contest contest, ContestResult result)
    {
        var ours = result.Ours.Spread;
        Console.WriteLine($"  {result.Threads} thread(s), {result.Ours.Seconds.Length} alternations, load {result.LoadBefore:0.0} → {result.LoadAfter:0.0}, "
            + $"others had {result.Disturbance:0%} of the machine{(result.IsDisturbed ? ": DISTURBED" : "")}");
        Console.WriteLine($"    {result.Ours.Contender,-26} {ours.Median * 1e3,10:0.00} ms ({ours.Low * 1e3:0.00}–{ours.High * 1e3:0.00})");
        foreach (var peer in result.Peers)
        {
            var (theirs, times) = (peer.Spread, peer.Times(result.Ours));
            var claim = contest.Claims.FirstOrDefault(c => c.Against == peer.Contender && result is { Threads: 2, Shrink: 1 });
            Console.WriteLine($"    {peer.Contender,-26} {theirs.Median * 1e3,10:0.00} ms ({theirs.Low * 1e3:0.00}–{theirs.High * 1e3:0.00})"
                + $"  {times.Median:0.00}× ({times.Low:0.00}–{times.High:0.00})"
                + (claim is null ? "" : $"  at least {claim.AtLeast:0.##}×: {(times.Median >= claim.AtLeast ? "met" : "BELOW")}"));
        }
    }
}

using System.Globalization;

namespace TensorDsl.Benchmarks.Measuring;

/// <summary>
/// Processor time since the start of the machine, in seconds: of everything, stolen by other guests of its host, and of one process. Zero where
/// there is no /proc.
/// </summary>
internal readonly record struct CpuTimes(double Busy, double Stolen, double OfProcess)
{
    /// <summary>Linux counts in ticks of 10 ms wherever a program can see them.</summary>
    private const double TicksPerSecond = 100;

    public static CpuTimes Now(int process)
    {
        if (!File.Exists("/proc/stat")) return default;
        // cpu user nice system idle iowait irq softirq steal …
        double[] all = [.. Fields(File.ReadLines("/proc/stat").First()[4..]).Select(Seconds)];
        // pid (name) state …; user and system time are fields 14 and 15, and the name may hold spaces.
        string own = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = Fields(own[(own.LastIndexOf(')') + 2)..]);
        return new(all[0] + all[1] + all[2] + all[5] + all[6], all[7], Seconds(fields[11]) + Seconds(fields[12]));
    }

    private static string[] Fields(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static double Seconds(string ticks) => double.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond;
}

namespace TensorDsl.Docs.Tests;

/// <summary>What the README shows is compiled, run, or said by the compiler.</summary>
public class ReadmeTests
{
    private const string Update = "TENSORDSL_UPDATE_README";

    [Fact]
    public async Task ExamplesErrorsAndPlansAreReal()
    {
        string found = Repository.Read("README.md"), wanted = await Readme.Regenerate(found);
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(Repository.PathOf("README.md"), wanted);
        else Assert.True(found == wanted, $"README.md is out of date; {Update}=1 rewrites it:\n{FirstDifference(found, wanted)}");
    }

    [Fact]
    public async Task AnExampleMustSayWhereItComesFrom()
        => await Assert.ThrowsAsync<FormatException>(() => Readme.Regenerate("Text\n```csharp\nint x;\n```\n"));

    [Fact]
    public async Task AChangedExampleIsNoticed()
    {
        string document = "<!-- source samples/Readme/Calls.cs double -->\n```csharp\nint stale;\n```\n";
        string wanted = await Readme.Regenerate(document);
        Assert.DoesNotContain("stale", wanted);
        Assert.Contains("MyFunctions.InfoNce(x, x, temperature: 0.1)", wanted);
        Assert.Equal(wanted, await Readme.Regenerate(wanted));
    }

    [Fact]
    public void TheFirstCommandsAreThoseThatCiRuns()
    {
        string[] commands = [.. Repository.Read("README.md").Split("```bash\n").Skip(1).SelectMany(b => b[..b.IndexOf("```", StringComparison.Ordinal)].Trim().Split('\n'))];
        Assert.Equal(["dotnet run -c Release --project samples/Quickstart", "./check.sh"], commands.Take(2).Select(c => c.Split('#')[0].Trim()));
        Assert.Contains("./check.sh", Repository.Read(".ci/run"));
        string workflow = Repository.Read(".github/workflows/ci.yml");
        Assert.Contains("run: .ci/run", workflow);
        Assert.Contains($"run: {commands[0].Split('#')[0].Trim()}", workflow);
    }

    [Fact]
    public void TheCallsRun()
    {
        var (loss, gradient) = Calls.Generated();
        Assert.InRange(loss, 0.5 * Math.Log(256), 1.5 * Math.Log(256));
        Assert.Contains(gradient.ToArray(), g => g != 0);
        Assert.All(gradient.ToArray(), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void ARowIsNearestToItself()
        => Assert.InRange(Calls.Double(), 0, 0.5);

    private static string FirstDifference(string found, string wanted)
    {
        string[] f = found.Split('\n'), w = wanted.Split('\n');
        int i = 0;
        while (i < f.Length && i < w.Length && f[i] == w[i]) i++;
        return $"line {i + 1}\nfound:  {f.ElementAtOrDefault(i)}\nwanted: {w.ElementAtOrDefault(i)}";
    }
}

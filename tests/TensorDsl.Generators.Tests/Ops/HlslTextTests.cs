using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TensorDsl.Generators.Ops;
using TensorDsl.Hlsl;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Tests.Ops;

public partial class HlslTextTests
{
    private const string Compiler = "glslangValidator";

    [Fact]
    public void EveryFunctionThatTheTableNamesIsDefined()
    {
        foreach (var op in ScalarOps.All)
            foreach (Match name in FunctionName().Matches(op.Hlsl))
                Assert.Contains($"float {name.Value}(", HlslFunctions.Text, StringComparison.Ordinal);
    }

    [FactWithHlslCompiler]
    public void EveryOpCompiles()
    {
        var text = new StringBuilder("RWStructuredBuffer<float> values : register(u0);\n").Append(HlslFunctions.Text).Append("[numthreads(1, 1, 1)]\nvoid Execute(uint3 id : SV_DispatchThreadID)\n{\n");
        text.Append("    float r0 = values[id.x]; float r1 = values[id.x + 1]; float r2 = values[id.x + 2]; float sum = 0.0;\n");
        text.Append("    bool m0 = r0 > 0.5; bool m1 = r1 > 0.5; bool m2 = r2 > 0.5; int i0 = (int)r0; int i1 = (int)r1; int i2 = (int)r2;\n");
        foreach (var op in ScalarOps.All)
        {
            object[] operands = [.. op.Operands.Select((type, i) => (type == ValueType.Real ? "r" : type == ValueType.Mask ? "m" : "i") + i)];
            string value = string.Format(CultureInfo.InvariantCulture, op.Hlsl, operands);
            text.Append(CultureInfo.InvariantCulture, $"    {{ {(op.Result == ValueType.Mask ? "bool" : "float")} v = {value}; sum += v ? 1.0 : 0.0; }}\n");
        }

        text.Append("    values[id.x] = sum;\n}\n");
        string source = Path.Combine(Path.GetTempPath(), $"tdsl-{Guid.NewGuid():N}.hlsl");
        File.WriteAllText(source, text.ToString());
        try
        {
            var start = new ProcessStartInfo(Compiler, ["-D", "-V", "-S", "comp", "-e", "Execute", "--target-env", "vulkan1.1", "--auto-map-bindings", source, "-o", source + ".spv"])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0 && !output.Contains("WARNING", StringComparison.Ordinal), output);
        }
        finally
        {
            File.Delete(source);
            File.Delete(source + ".spv");
        }
    }

    [GeneratedRegex("tdsl_[a-z0-9]+")]
    private static partial Regex FunctionName();

    private sealed class FactWithHlslCompilerAttribute : FactAttribute
    {
        public FactWithHlslCompilerAttribute()
        {
            string[] folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
            if (!folders.Any(f => File.Exists(Path.Combine(f, Compiler)))) Skip = $"{Compiler} is not installed";
        }
    }
}

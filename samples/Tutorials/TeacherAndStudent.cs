namespace TensorDsl.Samples.Tutorials;

/// <summary>Section 5: every student compared with every teacher.</summary>
internal static class TeacherAndStudent
{
    private const int Students = 5, Teachers = 60, Width = 768;

    public static void Run(Report report)
    {
        report.Section("5. Teacher and student");
        var student = Tensors.Normal<float, Row, Component>(Students, Width, seed: 1);
        var teacher = Tensors.Normal<float, Other, Component>(Teachers, Width, seed: 2);
        // Broadcasting is by dim: what other libraries write as [5, 1, 768] × [1, 60, 768] is [Row, Component] × [Other, Component] here.
        var cosines = Similarities.CosineMatrix(student, teacher);
        var products = Similarities.DotMatrix(Functions.OnSphere(student), Functions.OnSphere(teacher));
        float largest = 0;
        for (int i = 0; i < cosines.Length; i++) largest = Math.Max(largest, Math.Abs(cosines.Span[i] - products.Span[i]));
        report.Line($"{student} × {teacher} → {cosines}");
        report.Check(largest < 1e-6, $"broadcasting and normalise-then-multiply differ by at most {largest:0.0e+0}");
    }
}

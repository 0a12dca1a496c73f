namespace TensorDsl.Tests.Surface;

public class SurfaceTests
{
    [Fact]
    public void Running_a_template_body_says_what_to_call_instead()
    {
        var e = Assert.Throws<NotSupportedException>(() => Ops.OnDiagonal<SurfaceTests>());
        Assert.Contains("they are never run. Call the generated overload", e.Message);
    }

    // A template that is named like an op can only reach the op in its fluent form, so each op over a value needs one.
    [Fact]
    public void Every_operation_over_a_value_has_a_fluent_form()
    {
        var missing = typeof(Ops).GetMethods()
            .Where(m => m.IsStatic && m.GetParameters() is [{ ParameterType: var first }, ..] && first.IsAbstract)
            .Where(m => !m.GetParameters()[0].ParameterType.GetMethods().Any(f =>
                f.Name == m.Name && f.GetGenericArguments().Length == m.GetGenericArguments().Length && f.ReturnType == m.ReturnType &&
                f.GetParameters().Select(p => p.ParameterType).SequenceEqual(m.GetParameters().Skip(1).Select(p => p.ParameterType))))
            .Select(m => m.ToString())
            .ToList();
        Assert.Empty(missing);
        Assert.True(typeof(Ops).GetMethods().Count(m => m.IsStatic) > 100);
    }

    [Fact]
    public void No_value_can_be_made_by_users()
    {
        Type[] roots = [typeof(TensorExpr), typeof(MaskExpr), typeof(LabelsExpr)];
        var values = typeof(Expr).Assembly.GetTypes().Where(t => roots.Any(r => r.IsAssignableFrom(t))).ToList();
        Assert.Equal(19, values.Count);
        Assert.All(values, t => Assert.Empty(t.GetConstructors()));
    }
}

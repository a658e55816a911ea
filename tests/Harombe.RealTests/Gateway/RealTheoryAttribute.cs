namespace Harombe.RealTests.Gateway;

/// <summary>As <see cref="RealFactAttribute"/>, for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the program when tests are discovered.</summary>
    /// <param name="program">The name of an executable on PATH.</param>
    public RealTheoryAttribute(string program) => Skip = new RealFactAttribute(program).Skip;
}

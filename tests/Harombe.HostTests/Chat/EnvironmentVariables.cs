namespace Harombe.HostTests.Chat;

/// <summary>Variables of this process, as they were before once it is disposed. No test here depends on them being absent.</summary>
internal sealed class EnvironmentVariables : IDisposable
{
    private readonly List<(string Name, string? Before)> before = [];

    public EnvironmentVariables(params (string Name, string Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            before.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose() => before.ForEach(variable => Environment.SetEnvironmentVariable(variable.Name, variable.Before));
}

namespace Harombe.Host.Commands.Mcp;

/// <summary>Starts a host in the background.</summary>
internal interface IHostLauncher
{
    /// <summary>Starts <c>harombe up</c> apart from this process; null when it was started, which doesn't say that it came up.</summary>
    /// <param name="config">The configuration file; null for the usual one.</param>
    /// <param name="log">The file that gets its output.</param>
    Stop? Start(string? config, string log);
}

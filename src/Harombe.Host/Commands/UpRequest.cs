using Harombe.Host.Configuration;

namespace Harombe.Host.Commands;

/// <summary>What <c>harombe up</c> asks for. The configuration is loaded and valid: a broken one never gets this far.</summary>
/// <param name="Config">The file of <c>--config</c>; null for <c>harombe.yaml</c> in the current folder.</param>
/// <param name="Overrides">What <c>--set</c> and <c>--port</c> say, in the order of precedence for a later reload.</param>
/// <param name="Configuration">All sources put together.</param>
internal sealed record UpRequest(string? Config, IReadOnlyList<CommandLineOverride> Overrides, HarombeConfiguration Configuration);

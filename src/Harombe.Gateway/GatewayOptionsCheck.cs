using Microsoft.Extensions.Options;

namespace Harombe.Gateway;

/// <summary>Stops the host at start when the gateway could not keep its promises with these options.</summary>
internal sealed class GatewayOptionsCheck : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var faults = new List<string>();
        if (options.StateKey.Length != GatewayOptions.StateKeyLength)
        {
            faults.Add($"GatewayOptions.StateKey must have {GatewayOptions.StateKeyLength} bytes, not {options.StateKey.Length}; give the key of this host.");
        }

        if (options.PublicUrl?.Invoke() is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            faults.Add("GatewayOptions.PublicUrl must be an absolute http or https address; people are sent there to answer.");
        }

        if (!options.Path.StartsWith('/'))
        {
            faults.Add("GatewayOptions.Path must begin with '/'.");
        }

        if (options.ConcurrentCalls < 1 || options.MessageBytes < 1024 || options.IdleSessions < 1 || options.SessionsOfOne < 1)
        {
            faults.Add("GatewayOptions.ConcurrentCalls, .IdleSessions and .SessionsOfOne must be at least 1, .MessageBytes at least 1024.");
        }

        if (options.ListTimeToLive < TimeSpan.Zero || options.SessionIdleTimeout <= TimeSpan.Zero)
        {
            faults.Add("GatewayOptions.ListTimeToLive must not be negative and .SessionIdleTimeout must be positive.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

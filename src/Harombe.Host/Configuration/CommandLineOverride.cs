namespace Harombe.Host.Configuration;

/// <summary>One value from the command line.</summary>
/// <param name="Option">The option as typed, <c>--set</c> or <c>--port</c>; names the place in faults.</param>
/// <param name="Key">The dotted key.</param>
/// <param name="Value">The value; null when <c>--set</c> was given no <c>=</c>, which loading reports.</param>
internal sealed record CommandLineOverride(string Option, string Key, string? Value)
{
    /// <summary>Reads the argument of <c>--set a.b=c</c>. Never throws: what is missing is reported by loading, with every other fault.</summary>
    public static CommandLineOverride FromSet(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new("--set", argument.Trim(), null) : new("--set", argument[..equals].Trim(), argument[(equals + 1)..]);
    }
}

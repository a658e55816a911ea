using System.CommandLine;

namespace Harombe.Host.Commands;

/// <summary>The options that every verb has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Config = new("--config")
    {
        Description = "The configuration file; harombe.yaml in the current folder when it is left out.",
        HelpName = "file",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write the result as JSON to standard output, errors as JSON to standard error.",
        Recursive = true,
    };
}

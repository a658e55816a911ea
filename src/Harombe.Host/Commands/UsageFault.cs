using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands;

/// <summary>Turns what the parser didn't understand into one sentence and the next command to type.</summary>
internal static class UsageFault
{
    // Stands in no message of the parser's, which only carries one text for an error.
    private const char Border = '\u001f';

    public static Stop Of(ParseResult parsed)
    {
        var path = Path(parsed.CommandResult);
        var own = parsed.Errors.Select(error => error.Message.Split(Border, 2)).FirstOrDefault(parts => parts.Length == 2);
        if (own is not null)
        {
            return Stop.Usage(own[0], own[1]);
        }

        var stray = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        var commands = parsed.CommandResult.Command.Subcommands.Where(command => !command.Hidden).Select(command => command.Name).ToList();
        if (commands.Count > 0)
        {
            var meant = stray is null ? null : NearestName.Of(stray, commands);
            var message = stray is null ? $"'{path}' needs a command: {string.Join(", ", commands)}" : $"there is no command {Shown.Value(stray)} of '{path}'";
            return Stop.Usage(message, meant is null ? $"{path} --help" : $"did you mean '{path} {meant}'? See {path} --help");
        }

        return Stop.Usage(string.Join(' ', parsed.Errors.SelectMany(error => error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))), $"{path} --help");
    }

    /// <summary>Reports a fault of ours with the next command to type.</summary>
    public static void Add(SymbolResult result, string message, string next) => result.AddError(message + Border + next);

    /// <summary>Lets an option take whole numbers of a range only. What is no number at all is the parser's to report.</summary>
    public static void Bound<T>(Option<T> option, int least, int most, string next) => option.Validators.Add(result =>
    {
        if (result.Tokens.Any(token => int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number < least || number > most)))
        {
            Add(result, $"{option.Name} takes {least} to {most}", next);
        }
    });

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "harombe";
}

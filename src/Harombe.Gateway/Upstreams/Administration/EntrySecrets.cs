using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams.Administration;

/// <summary>
/// An entry is kept as it was written, in the host's database and its backups. Connection strings and tokens among the arguments of a program are what other
/// clients' files are full of.
/// </summary>
internal static class EntrySecrets
{
    /// <summary>Null when none stands in it.</summary>
    public static Reason? Refuse(UpstreamEntry entry, JsonElement written, ISecretScanner scanner)
    {
        // An option and its value are two words of a list, and one line to everybody who reads them.
        var line = entry.Place is UpstreamPlace.Command command ? string.Join(' ', [command.Program, .. command.Arguments]) : "";
        return scanner.Scan(line).Count == 0 && scanner.RedactJson(written).Value == written.GetRawText()
            ? null
            : new Reason(
                "upstream.secret",
                $"The entry of '{entry.Name}' holds a secret in the open.",
                $"Keep it with 'harombe secrets set {entry.Name}/<name>', and write secret://{entry.Name}/<name> as the value of a variable or a header; a program that takes it as an argument only can be given it by a script of its own.");
    }
}

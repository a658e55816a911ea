using System.Text;
using Harombe.Core.Calls;

namespace Harombe.Core.Secrets;

/// <summary>Takes secrets out of a call's arguments, for the record, and says what kinds there were, for the refusal.</summary>
internal static class ArgumentRedaction
{
    /// <summary>The canonical text of the arguments without secrets; <paramref name="findings"/> has kinds exactly when there were some.</summary>
    public static Redacted<string> RedactJson(this ISecretScanner scanner, ToolArguments arguments, out SecretFindings findings)
    {
        findings = new SecretFindings();
        var clean = scanner.RedactJson(arguments.Value);
        if (clean.Value != Encoding.UTF8.GetString(arguments.Canonical.Span))
        {
            findings.Add(scanner, arguments.Value);
        }

        return clean;
    }
}

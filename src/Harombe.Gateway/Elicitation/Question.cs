using System.Globalization;
using Harombe.Core.Approvals;
using Harombe.Core.Display;
using Harombe.Core.Tools;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Elicitation;

/// <summary>The question as it is put to the user of a client.</summary>
internal static class Question
{
    public const string Key = "approve";
    public const string Decision = "decision";
    public const string Allow = "allow";
    public const string Deny = "deny";

    // What fits a dialogue. Nobody is asked to agree to something that they are not shown in full.
    private const int MaxArguments = 4000;

    /// <summary>
    /// Whether an answer over the caller's own connection is enough. High and critical risk need a person whom the caller can't play: the console, the
    /// command line or the page. So do arguments that are too long to be shown.
    /// </summary>
    public static bool MayBePut(Approval approval) =>
        approval.Risk is Risk.Low or Risk.Medium && approval.Arguments.GetRawText().Length <= MaxArguments;

    /// <param name="approval">The question.</param>
    /// <param name="dryRun">What the tool says it would do, where it offers to.</param>
    public static ElicitRequestParams Of(Approval approval, IReadOnlyList<string>? dryRun = null) => new()
    {
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Allow {approval.Tool} to run?
            Arguments: {VisibleText.Line(approval.Arguments.GetRawText())}
            Risk: {approval.Risk.ToString().ToLowerInvariant()}
            Why you are asked: {VisibleText.Line(approval.Why)}{string.Concat((dryRun ?? []).Select(line => "\n  | " + VisibleText.Line(line)))}
            No answer before {approval.ExpiresAt.ToUniversalTime():HH:mm:ss} UTC counts as a no. [{approval.Id}]
            """),
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties =
            {
                [Decision] = new ElicitRequestParams.UntitledSingleSelectEnumSchema
                {
                    Title = "Decision",
                    Description = $"allow: it runs once, exactly as shown{(approval.WithheldSeal is null ? "" : ", with the secret that is left out here")}. deny: it does not run.",
                    Enum = [Allow, Deny],
                },
            },
            Required = [Decision],
        },
    };
}

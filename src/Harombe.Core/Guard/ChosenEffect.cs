using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Core.Guard;

/// <summary>Does with a call whose arguments hold a secret what the operator has chosen. One of ours blocks, whatever was chosen.</summary>
internal static class ChosenEffect
{
    /// <summary>Whether the call goes on: with the secret, or without it. If not, it has been refused.</summary>
    public static bool On(GuardedCall call, SecretFindings findings, ISecretScanner scanner, ScanEffect chosen) => (findings.IsOwn ? ScanEffect.Block : chosen) switch
    {
        ScanEffect.Redact => TryRedact(call),
        ScanEffect.Note => TryKeep(call, findings, scanner, mustBeShown: false),
        ScanEffect.Ask => TryKeep(call, findings, scanner, mustBeShown: true),
        _ => Block(call, findings),
    };

    private static bool Block(GuardedCall call, SecretFindings findings)
    {
        call.Refuse(
            "scan.arguments",
            $"The arguments contain a secret ({string.Join(", ", findings.Kinds.Keys)}); nothing was run.",
            "Keep it with 'harombe secrets set <name>' and let the tool declare it; never pass it as an argument.");
        return false;
    }

    // With the secret. What is kept or shown of the call is what is left without it; nobody can be asked about what can't be shown.
    private static bool TryKeep(GuardedCall call, SecretFindings findings, ISecretScanner scanner, bool mustBeShown)
    {
        var (shown, left, fault) = Shown(call);
        if (shown is null && mustBeShown)
        {
            return RefuseUntold(call, fault);
        }

        call.Call = call.Checked with { Found = new FoundSecrets(findings.Kinds, FoundPlaces.Of(scanner, call.Checked.Arguments.Value, left, findings.Kinds.Keys), shown) };
        return true;
    }

    // What every later station, the record and the tool see from here on.
    private static bool TryRedact(GuardedCall call)
    {
        var (clean, _, fault) = Shown(call);
        if (clean is null)
        {
            return RefuseUntold(call, fault);
        }

        call.Call = call.Checked with { Arguments = clean };
        return true;
    }

    private static bool RefuseUntold(GuardedCall call, string? fault)
    {
        call.Refuse("scan.arguments", $"The arguments contain a secret and can't be told without it: {fault}", "Send them without it.");
        return false;
    }

    // The arguments without the secret, if that leaves any: as redaction left them, and in canonical form.
    private static (ToolArguments? Shown, JsonElement Left, string? Fault) Shown(GuardedCall call)
    {
        try
        {
            var left = JsonElement.Parse(call.Arguments.Value);
            return ToolArguments.TryCreate(left, call.Request.Label, call.Request.Labels, out var shown, out var fault) ? (shown, left, null) : (null, left, fault);
        }
        catch (JsonException)
        {
            return (null, default, "what is left is no JSON.");
        }
    }
}

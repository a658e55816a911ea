using Harombe.Core.Secrets;
using Harombe.Host.Access;

namespace Harombe.Host.Commands.Secrets;

/// <summary>What can be wrong with a secret's name or value.</summary>
internal static class SecretFaults
{
    public static Stop Unknown(SecretName name) => new(ExitCode.Failed, "secret.unknown", $"there is no secret {name.Value}", "harombe secrets list");

    /// <summary>Reads the name of a secret; the fault doesn't repeat the word, which may be the secret itself.</summary>
    public static Stop? Name(string word, out SecretName name) =>
        SecretEndpoints.Fault(word, out name) is { } reason ? new Stop(ExitCode.Usage, reason.Rule, reason.Message, reason.Remedy) : null;
}

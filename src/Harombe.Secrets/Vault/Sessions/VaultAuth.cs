using Harombe.Core.Secrets;

namespace Harombe.Secrets.Vault.Sessions;

/// <summary>What a login gave: a token, and how long it lasts.</summary>
/// <param name="Token">The token, for the session to dispose.</param>
/// <param name="Duration">How long it lasts; zero for one that doesn't end.</param>
/// <param name="IsRenewable">Whether it can be made to last longer.</param>
/// <param name="IsOurs">Whether we made it, and so may revoke it when the host stops.</param>
internal sealed record VaultAuth(Secret Token, TimeSpan Duration, bool IsRenewable, bool IsOurs)
{
    /// <summary>Reads the <c>auth</c> of an answer.</summary>
    /// <exception cref="VaultException">There is none.</exception>
    public static VaultAuth Of(VaultAnswer? answer, bool isOurs)
    {
        if (answer is null || !answer.Root.TryGetProperty("auth", out var auth) || VaultAnswer.SecretOf(auth, "client_token") is not { } token)
        {
            throw new VaultException(VaultFault.Foreign, "Vault let us log in and gave no token.");
        }

        return new VaultAuth(token, VaultAnswer.Seconds(auth, "lease_duration"), auth.TryGetProperty("renewable", out var renewable) && renewable.ValueKind == System.Text.Json.JsonValueKind.True, isOurs);
    }
}

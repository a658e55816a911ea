using Harombe.Core.Secrets;
using Harombe.Secrets.Vault.Transport;

namespace Harombe.Secrets.Vault.Sessions;

/// <summary>Response wrapping: an answer in the cubbyhole of a token that works once.</summary>
internal static class VaultWrapping
{
    /// <summary>What the token holds, for the caller to dispose. Once: a second attempt would find it spent.</summary>
    /// <exception cref="VaultException">It is over, was unwrapped before, or Vault can't be asked.</exception>
    public static async ValueTask<VaultAnswer> UnwrapAsync(VaultLine line, Secret wrapping, CancellationToken cancellationToken)
    {
        // The wrapping token is the client token here and must not be in the body as well: that would be a double use of it.
        var (_, answer) = await line.SendAsync(
            new VaultRequest(HttpMethod.Post, "sys/wrapping/unwrap", static _ => { }, Once: true), new VaultTicket(wrapping.RevealText(), 0), cancellationToken).ConfigureAwait(false);
        return answer ?? throw new VaultException(VaultFault.Invalid, "The wrapping token held nothing.");
    }
}

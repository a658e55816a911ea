using System.Text;
using Harombe.Host.Hosting;

namespace Harombe.Host.Access;

/// <summary>Makes the owner at the first start: a token for the command line of this machine's user, and the link to sign in with a browser.</summary>
internal sealed class OwnerSetUp(TokenStore tokens, SignInLinks links)
{
    public const string CommandLineToken = "cli.token";

    /// <summary>Makes what is missing; returns the one-time link's path at the first start only.</summary>
    public async ValueTask<string?> EnsureAsync(string folder, CancellationToken cancellationToken)
    {
        var first = (await tokens.ListAsync(cancellationToken).ConfigureAwait(false)).Count == 0;
        var file = Path.Combine(folder, CommandLineToken);
        var known = File.Exists(file) && await tokens.FindAsync((await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim(), cancellationToken).ConfigureAwait(false) is not null;
        if (!known)
        {
            // Whoever may write the data folder owns the host already: a lost token is made anew.
            var token = await tokens.IssueAsync(Owner.Self, null, Owner.Id, cancellationToken).ConfigureAwait(false);
            OwnerFile.Write(file, Encoding.ASCII.GetBytes(token + "\n"));
        }

        return first ? $"/sign-in?code={await links.NewAsync(cancellationToken).ConfigureAwait(false)}" : null;
    }
}

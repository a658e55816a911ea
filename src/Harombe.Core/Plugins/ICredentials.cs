using Harombe.Core.Secrets;

namespace Harombe.Core.Plugins;

/// <summary>
/// The secrets that plugin.yaml declares, for a plugin whose constructor asks for them. They are leased for each call by itself: nothing of them works
/// outside of a call, or after it, from whichever thread. Thread-safe.
/// </summary>
public interface ICredentials
{
    /// <summary>
    /// The placeholder of a declared secret: plain ASCII that stands where the credential belongs, in a header, a URL or a body. On its way to a host that
    /// plugin.yaml names, and nowhere else, the host's own client or proxy puts the value in its place.
    /// </summary>
    /// <param name="name">As in plugin.yaml: <c>github/token</c>.</param>
    /// <exception cref="ToolRefusedException">The running tool doesn't declare it, or no call is running.</exception>
    string Placeholder(string name);

    /// <summary>The value of a secret that is declared with <c>reveal: true</c>. It is zeroed when the call ends; take no copies of it.</summary>
    /// <param name="name">As in plugin.yaml: <c>database/password</c>.</param>
    /// <exception cref="ToolRefusedException">The running tool doesn't declare it so, or no call is running.</exception>
    Secret Reveal(string name);
}

namespace Harombe.Core.Secrets;

/// <summary>
/// The credentials of one call. Disposing revokes them: placeholders resolve to nothing, every copy of a value that was handed out is zeroed, and
/// what a secret engine issued for the call is given back. Thread-safe.
/// </summary>
public interface ILease : IAsyncDisposable
{
    /// <summary>Names the lease.</summary>
    LeaseId Id { get; }

    /// <summary>What stands for a secret of this lease on the wire. Null when the tool didn't declare it, or the lease is over.</summary>
    Placeholder? PlaceholderOf(SecretName name);

    /// <summary>
    /// The value itself, which is zeroed when the lease is over. Null when the tool didn't declare the secret with <c>reveal: true</c>, or the lease is over.
    /// </summary>
    Secret? Reveal(SecretName name);
}

namespace Harombe.Host.State;

/// <summary>The state can't be opened as this host needs it. The host must not start; nothing was changed that a later start could not go on from.</summary>
internal sealed class StateStoreException : Exception
{
    public StateStoreException(string message, string remedy, Exception? cause = null)
        : base($"{message} {remedy}", cause) => (Cause, Remedy) = (message, remedy);

    /// <summary>What is wrong, in a sentence or two.</summary>
    public string Cause { get; }

    /// <summary>What the operator can do, in a sentence or two.</summary>
    public string Remedy { get; }
}

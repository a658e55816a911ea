namespace Harombe.Core.Secrets;

/// <summary>Whether secrets can be had now, tried for real. Thread-safe.</summary>
public interface ISecretsHealth
{
    /// <summary>Asks the place where they are kept. Never throws for what is wrong with that place.</summary>
    ValueTask<SecretsHealth> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>How the place where secrets are kept is.</summary>
/// <param name="Serves">Whether it gives them out.</param>
/// <param name="Detail">What was seen, in a line, without anything of a secret.</param>
/// <param name="Remedy">What to do when it doesn't; empty when it does.</param>
public sealed record SecretsHealth(bool Serves, string Detail, string Remedy = "");

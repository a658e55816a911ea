using System.Text.RegularExpressions;

namespace Harombe.Host.Configuration.Values;

/// <summary>The name of a secret, never the secret: <c>secret://anthropic/api_key</c>.</summary>
internal sealed partial class SecretReferenceKind(string usualName) : ValueKind
{
    public override string Name => "secret reference";

    public override string Range => "secret://<name>";

    // No branch may repeat the text: whatever stands here and isn't a reference is probably the secret itself.
    public override Reading Read(Written written)
    {
        if (!written.Text.StartsWith(SecretReference.Scheme, StringComparison.Ordinal))
            return new Reading.Rejected(FaultKind.Secret, "must be a secret reference, not the secret itself",
                $"Run harombe secrets set {usualName} and write {SecretReference.Scheme}{usualName}; if the value was real, replace it at its issuer");
        var name = written.Text[SecretReference.Scheme.Length..];
        return SecretName().IsMatch(name)
            ? Reading.Of(new SecretReference(name))
            : Reading.Wrong("has an unusable secret name", $"Use lower-case letters, digits, '_', '-' and '/', as in {SecretReference.Scheme}{usualName}");
    }

    public override string Show(object value) => value.ToString()!; // SecretReference overrides ToString and returns a text.

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}(?:/[a-z0-9][a-z0-9_-]{0,63}){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}

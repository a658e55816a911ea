using System.Buffers;
using System.Collections.Frozen;

namespace Harombe.Secrets.Scanning.Randomness;

/// <summary>
/// Whether a value that is nothing but words may be a password all the same, where its label leaves little doubt: <c>'thisismypassword'</c>,
/// <c>'open sesame'</c>. What forms, types and documents put there is none.
/// </summary>
internal static class PasswordWord
{
    private const int Shortest = 5;
    private const int Longest = 40;
    private const int LeastBeside = 5;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz ");

    private static readonly SearchValues<char> Names = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    private static readonly SearchValues<string> OfLabels = SearchValues.Create(
        ["password", "passwd", "pwd", "secret", "token", "hash", "input", "field", "user", "email", "value", "param", "config", "label", "prompt", "your", "text"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> OfSentences = SearchValues.Create([" is ", " are ", " be ", " must ", " to ", " not ", " for ", "phrase", " key", "enter "], StringComparison.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> None = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "password", "passwd", "passphrase", "secret", "string", "strings", "required", "optional", "invalid", "incorrect", "wrong", "disabled", "enabled", "hidden", "input", "unknown", "default", "forgot", "forgotten",
        "reset", "change", "changed", "update", "updated", "create", "delete", "token", "value", "number", "integer", "boolean", "object", "array", "false", "undefined", "missing", "empty", "blank", "login", "signin", "signup", "logout", "admin",
        "administrator", "guest", "username", "email", "plain", "plaintext", "cleartext", "encrypted", "hashed", "basic", "digest", "bearer", "bcrypt", "scrypt", "argon", "credentials", "credential", "account", "database", "server", "client",
        "authentication", "authorization", "strength", "weak", "strong", "medium", "mismatch", "confirm", "confirmation", "repeat", "current", "previous", "expired", "expires", "never", "always", "prompt", "interactive", "environment",
        "file", "stdin", "stdout", "external", "internal", "static", "dynamic", "generated", "random", "manual", "automatic", "keyring", "vault", "manager", "service", "system", "local", "remote", "private", "public", "text", "textbox", "field", "label",
        "placeholder", "anonymous", "nobody", "something", "anything", "whatever", "foobar", "hello", "world", "mypassword", "mypass", "hello world", "testing", "tester", "sample", "example", "changeme", "kennwort", "passwort", "contrasena", "wachtwoord", "senha", "parola", "heslo", "haslo",
        "the password", "your password", "a password", "my password", "new password", "old password", "user password", "enter password", "not set", "none", "null", "cannot be blank", "is required", "sensitive", "redacted", "masked", "obscured", "secure", "crypt")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a value is the several words of a passphrase, and none of those that ask for one.</summary>
    public static bool IsPhrase(ReadOnlySpan<char> value) =>
        value.Length is >= 12 and <= 2 * Longest && value.Count(' ') is >= 2 and <= 8 && !value.ContainsAnyExcept(Allowed) && !value.ContainsAny(OfLabels) && !value.ContainsAny(OfSentences);

    /// <summary>Whether a value made of words in whatever spelling may be the password of a user who stands beside it.</summary>
    public static bool IsBesideUser(ReadOnlySpan<char> value) =>
        value.Length is >= Shortest and <= Longest && !value.ContainsAnyExcept(Names) && value.ContainsAnyInRange('a', 'z') && (value is "secret" || !IsLabel(value) || (value.Length >= "password".Length + LeastBeside && value.Contains("password", StringComparison.Ordinal) && !value.ContainsAnyExcept(Allowed))) && Entropy.Of(value) >= 1.9;

    /// <summary>Whether a value holds a word that names what it stands for, as variables do.</summary>
    public static bool IsPartOfLabel(ReadOnlySpan<char> value) => value.ContainsAny(OfLabels);

    /// <summary>Whether a value is a name for a secret or for what stands beside one, as variables are called.</summary>
    public static bool IsLabel(ReadOnlySpan<char> value) => value.ContainsAny(OfLabels) || None.Contains(value);

    public static bool Is(ReadOnlySpan<char> value)
    {
        if (value.Length is < Shortest or > Longest || value.ContainsAnyExcept(Allowed) || value.Count(' ') > 1 || None.Contains(value) || Entropy.Of(value) < 1.9)
        {
            return false;
        }

        var space = value.IndexOf(' ');
        var word = value.IndexOf("password");
        return (space < 0 || (space >= 3 && value.Length - space > 4)) && (word < 0 || value.Length - "password".Length >= LeastBeside);
    }
}

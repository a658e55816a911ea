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

using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>What a command that shows a secret printed: the one word of the line below it, as in <c>kubectl get secret … -o jsonpath=…</c>, <c>op read …</c>, <c>wg genkey</c>.</summary>
internal sealed class PrintedSecret : ISecretFormat
{
    /// <summary>How far the line that is printed may begin behind the command.</summary>
    public const int Reach = 300;

    private const int MostLines = 3;
    private const int Shortest = 8;

    /// <summary>What commands that show a secret, and messages that announce one, are known by.</summary>
    internal static readonly string[] Commands =
    [
        "kubectl get secret", "oc get secret", "--with-decryption", "get-secret-value", "secrets versions access", "keyvault secret show", "vault kv get -field", "vault read -field", "vault print token", "op read ", "op item get ", "pass show ", "bw get password", "gopass show ",
        "wg genkey", "wg genpsk", "openssl rand ", "pwgen ", "apg ", "print-access-token", "print-identity-token", "get-login-password", "gh auth token", "config get-value ", "config get ", "create-token", "token create", "create token", "initial-admin-secret", "initialAdminPassword",
        "generate-password", "following password", "secrets get ", "secret get ", "reset-password", "doppler secrets get", "chamber read", "security find-generic-password", "secret-tool lookup", "keyring get ", "heroku config:get", "infisical secrets get",
    ];

    private static readonly SearchValues<char> Space = SearchValues.Create(" \t\r");

    public string Kind => Kinds.Printed;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact(Commands);

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var limit = Math.Min(text.Length, at + Reach);
        var line = text[at..limit].IndexOf('\n');
        for (var (start, lines) = (at + line + 1, 0); line >= 0 && lines < MostLines && start < limit; lines++)
        {
            var rest = text[start..];
            var end = rest.IndexOf('\n');
            var word = (end < 0 ? rest : rest[..end]).Trim(" \t\r\"'`");
            if (!word.IsEmpty)
            {
                var from = start + rest.IndexOf(word);
                if (!word.ContainsAny(Space) && IsSecret(text, from, word))
                {
                    sink.Add(Kind, from, word.Length);
                }

                return;
            }

            start += end + 1;
            line = end;
        }
    }

    private static bool IsSecret(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> value) =>
        value.Length >= Shortest && (MachineValue.Is(value, Shortest) || PasswordLook.Is(value, isPointedAt: true)) && !NotAValue.Is(text, new Assignment(start, start, start, value.Length, '"', ' ')) && !Examples.Are(value) && !OwnPlaceholder.Is(value)
        && !value.StartsWith("sha", StringComparison.Ordinal) && !value.ContainsAny('(', '{');
}

using System.Buffers;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// A long random value right behind the word that says what it is: <c>the deploy token 9f2c…</c>, <c>Authorization: Token …</c>. With nothing
/// assigned it must be longer than what other random text there is by chance, and a public key or its fingerprint is none.
/// </summary>
internal sealed class NamedToken : ISecretFormat
{
    private const int Shortest = 20;
    private const int ShortestMixed = 12;
    private const int Longest = 256;
    private const int Reach = 40;

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n\"'`,;<>(){}[]|");
    private static readonly SearchValues<string> Public = SearchValues.Create(["gpg", "rsa", "public", "fingerprint", "sha1", "sha256", "commit", "hash", "md5"], StringComparison.OrdinalIgnoreCase);

    public string Kind => Kinds.LabelledSecret;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase("secret ", "token ", "password ", "passphrase ", "api key ", "apikey ", "access key ", "secret key ", "my key ", "new key ", "this key ", "that key ", "api-key ", "credential ", "credentials ");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        start += start < text.Length && text[start] is '"' or '\'' or '`' ? 1 : 0;
        var rest = text[start..Math.Min(text.Length, start + Longest)];
        var end = rest.IndexOfAny(End);
        var value = (end < 0 ? rest : rest[..end]).TrimEnd(".:?!");
        if (value.Length >= ShortestMixed && value.ContainsAnyInRange('0', '9') && (value.Length >= Shortest ? MachineValue.Is(value, Shortest) : MachineValue.IsMixed(value) && MachineValue.Is(value, ShortestMixed)) && !value.Contains('/') && !value.Contains(':') && value[..^2].IndexOf('=') < 0 && !rest[value.Length..].StartsWith("...")
            && !Examples.Are(value) && !text[Math.Max(0, at - Reach)..at].ContainsAny(Public) && !NotAValue.Is(text, new Assignment(at, start, start, value.Length, '"', ' ')))
        {
            sink.Add(Kind, start, value.Length);
        }
    }
}

using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// The password among the arguments of a call that takes a user and a password in this order: .NET's NetworkCredential and DirectoryEntry,
/// Python's HTTPBasicAuth, Java's PasswordAuthentication.
/// </summary>
internal sealed class CredentialCall : ISecretFormat
{
    private const int Reach = 400;
    private const int MostArguments = 4;

    public string Kind => Kinds.InCall;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase(
        "NetworkCredential(", "DirectoryEntry(", "HTTPBasicAuth(", "HTTPDigestAuth(", "PasswordAuthentication(", "UsernamePasswordCredentials(", "auth=(", ".login(", "basic_auth(", "basicAuth(", "setCredentials(");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        var rest = text[start..Math.Min(text.Length, start + Reach)];
        var next = 0;
        for (var argument = 0; argument < MostArguments && TryString(rest, next, out var open, out var close); argument++)
        {
            next = close + 1;
            if (argument > 0)
            {
                Password(text, new Assignment(at, start, start + open, close - open, '"', '('), ref sink);
            }
        }
    }

    private void Password(ReadOnlySpan<char> text, Assignment assignment, ref FindingSink sink)
    {
        var value = text.Slice(assignment.Start, assignment.Length);
        if (value.Length >= 5 && !NotAValue.Is(text, assignment) && !Examples.Are(value) && !OwnPlaceholder.Is(value) && (PasswordValue.Is(value, isQuoted: true) || PasswordWord.Is(value)))
        {
            sink.LastValue = assignment.Start;
            sink.Add(Kind, assignment.Start, assignment.Length);
        }
    }

    /// <summary>The next string among the arguments, if nothing but a comma and spaces stands before it.</summary>
    private static bool TryString(ReadOnlySpan<char> rest, int from, out int open, out int close)
    {
        (open, close) = (from, -1);
        while (open < rest.Length && rest[open] is ' ' or ',' or '\r' or '\n' or '\t' or '@' or 'b' or 'u')
        {
            open++;
        }

        if (open >= rest.Length || rest[open] is not ('"' or '\''))
        {
            return false;
        }

        var quote = rest[open++];
        var length = rest[open..].IndexOf(quote);
        close = open + length;
        return length >= 0;
    }
}

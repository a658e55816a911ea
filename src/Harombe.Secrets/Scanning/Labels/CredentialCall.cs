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

    private static readonly string[] UserFirst =
        ["NetworkCredential(", "NetworkCredential]::new(", "PSCredential]::new(", "DirectoryEntry(", "HTTPBasicAuth(", "HTTPDigestAuth(", "PasswordAuthentication(", "UsernamePasswordCredentials(", "auth=(", ".login(", "basic_auth(", "basicAuth(", "setCredentials(", "ftp_login(", "ldap_bind(",
         "WiFi.begin(", "AcsClient(", "algoliasearch(", "twilio(", "OAuth(", "OAuth1(", "OAuthHandler("];

    private static readonly string[] ServerFirst =
        ["mysql_connect(", "mysql_pconnect(", "mysqli_connect(", "new mysqli(", "new PDO(", "DBI->connect(", "DBI.connect(", "OpenDSObject(", "getConnection(", "ssh2_auth_password(", "imap_open(", "oci_connect(", "odbc_connect("];

    public string Kind => Kinds.InCall;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase([.. UserFirst, .. ServerFirst]);

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        var rest = text[start..Math.Min(text.Length, start + Reach)];
        var next = 0;
        var first = IsServerFirst(text.Slice(at, anchorLength)) ? 2 : 1;
        for (var argument = 0; argument < MostArguments && TryString(rest, next, out var open, out var close); argument++)
        {
            next = close + 1;
            if (argument >= first)
            {
                Password(text, new Assignment(at, start, start + open, close - open, '"', '('), argument > 1, ref sink);
            }
        }
    }

    private static bool IsServerFirst(ReadOnlySpan<char> call)
    {
        foreach (var name in ServerFirst)
        {
            if (call.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // Behind a server and a user a word is a password as well.
    private void Password(ReadOnlySpan<char> text, Assignment assignment, bool isThird, ref FindingSink sink)
    {
        var value = text.Slice(assignment.Start, assignment.Length);
        if (value.Length >= 5 && !NotAValue.Is(text, assignment) && !Examples.Are(value) && !OwnPlaceholder.Is(value) && (PasswordValue.Is(value, isQuoted: true) || PasswordWord.Is(value) || (isThird && PasswordWord.IsBesideUser(value))))
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

using System.Buffers;
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
    private const int MostArguments = 6;
    private const int LongestName = 60;

    private static readonly SearchValues<char> OfNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.:>-");

    private static readonly string[] UserFirst =
        ["NetworkCredential(", "NetworkCredential]::new(", "PSCredential]::new(", "DirectoryEntry(", "HTTPBasicAuth(", "HTTPDigestAuth(", "PasswordAuthentication(", "UsernamePasswordCredentials(", "auth=(", ".login(", "basic_auth(", "basicAuth(", "setCredentials(", "ftp_login(", "ldap_bind(", "ldap.bind(", "simple_bind(", "simple_bind_s(", "bindDN(",
         "WiFi.begin(", "AcsClient(", "algoliasearch(", "twilio(", "OAuth(", "OAuth1(", "OAuthHandler("];

    private static readonly string[] KeyFirst = ["Fernet(", "AESGCM(", "ChaCha20Poly1305(", "SecretBox(", "AES.new("];

    private static readonly string[] ServerFirst =
        ["mysql_connect(", "mysql_pconnect(", "mysqli_connect(", "new mysqli(", "new PDO(", "DBI->connect(", "DBI.connect(", "OpenDSObject(", "getConnection(", "ssh2_auth_password(", "imap_open(", "oci_connect(", "odbc_connect("];

    public string Kind => Kinds.InCall;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase([.. UserFirst, .. KeyFirst, .. ServerFirst]);

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        var rest = text[start..Math.Min(text.Length, start + Reach)];
        var (next, onlyStrings) = (0, true);
        var first = IsOne(ServerFirst, text.Slice(at, anchorLength)) ? 2 : IsOne(KeyFirst, text.Slice(at, anchorLength)) ? 0 : 1;
        for (var argument = 0; argument < MostArguments && TryArgument(rest, next, out var open, out var close); argument++)
        {
            next = close + 1;
            var isString = close < rest.Length && rest[close] == rest[open - 1];
            onlyStrings &= isString;
            if (argument > first && !onlyStrings && first == 1)
            {
                // Some other function that only ends with the name of one of these.
                return;
            }

            if (argument >= first && isString)
            {
                Password(text, new Assignment(at, start, start + open, close - open, '"', '('), argument > 1, ref sink);
            }
        }
    }

    private static bool IsOne(string[] names, ReadOnlySpan<char> call)
    {
        foreach (var name in names)
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
        if (value.Length >= 5 && !NotAValue.Is(text, assignment) && !Examples.Are(value) && !OwnPlaceholder.Is(value) && (PasswordValue.Is(value, isQuoted: true) || MadePassword.IsHuman(value) || MadePassword.IsPhrase(value) || PasswordWord.Is(value) || (isThird && PasswordWord.IsBesideUser(value))))
        {
            sink.LastValue = assignment.Start;
            sink.Add(Kind, assignment.Start, assignment.Length);
        }
    }

    /// <summary>The next argument, without its quotes if it is a string: names and numbers only stand in the way.</summary>
    private static bool TryArgument(ReadOnlySpan<char> rest, int from, out int open, out int close)
    {
        (open, close) = (from, -1);
        while (open < rest.Length && rest[open] is ' ' or ',' or '\r' or '\n' or '\t' or '@')
        {
            open++;
        }

        if (open + 1 < rest.Length && rest[open] is 'b' or 'u' && rest[open + 1] is '"' or '\'')
        {
            open++;
        }

        if (open >= rest.Length)
        {
            return false;
        }

        if (rest[open] is not ('"' or '\''))
        {
            var name = Alphabets.Run(rest, open, OfNames, LongestName);
            close = open + name;
            open++;
            return name > 0 && close < rest.Length && rest[close] == ',';
        }

        var quote = rest[open++];
        var length = rest[open..].IndexOf(quote);
        close = open + length;
        return length >= 0;
    }
}

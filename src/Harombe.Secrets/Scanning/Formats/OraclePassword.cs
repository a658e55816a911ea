using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>The password in <c>user/password@service</c>, as Oracle's programs and its JDBC driver take it ("Database JDBC Developer's Guide", thin-style service names).</summary>
internal sealed class OraclePassword : ISecretFormat
{
    private const int Longest = 128;
    private const int Shortest = 5;

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n\"'`;|");

    public string Kind => "password in a URL";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase("jdbc:oracle:thin:", "jdbc:oracle:oci:", "sqlplus ", "expdp ", "impdp ", "sqlldr ", "rman target ", "connect ", "conn ");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        var rest = text[start..Math.Min(text.Length, start + Longest)];
        // -s and the like come first.
        while (rest.Length > 3 && rest[0] == '-' && rest[..4].IndexOf(' ') is > 0 and var option)
        {
            start += option + 1;
            rest = rest[(option + 1)..];
        }

        var end = rest.IndexOfAny(End);
        var word = end < 0 ? rest : rest[..end];
        var slash = word.IndexOf('/');
        var host = word.LastIndexOf('@');
        if (slash < 1 || host <= slash + Shortest || word[..slash].ContainsAny(':', '@'))
        {
            return;
        }

        var password = word[(slash + 1)..host].Trim('"');
        if (password.Length >= Shortest && password[0] is not ('$' or '{' or '<' or '&') && !Examples.Are(password) && !OwnPlaceholder.Is(password) && !password.Equals("password", StringComparison.OrdinalIgnoreCase))
        {
            sink.Add(Kind, start + slash + 1, host - slash - 1);
        }
    }
}

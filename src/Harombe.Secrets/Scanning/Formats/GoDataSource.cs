using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>The password in <c>user:password@tcp(host:port)/database</c>, the data source name of Go's MySQL driver (github.com/go-sql-driver/mysql, "DSN").</summary>
internal sealed class GoDataSource : ISecretFormat
{
    private const int Longest = 128;
    private const int Shortest = 4;

    private static readonly SearchValues<char> Before = SearchValues.Create(" \t\r\n\"'`=");

    public string Kind => "password in a URL";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("@tcp(", "@unix(", "@tcp6(");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var before = text[Math.Max(0, at - Longest)..at];
        var start = before.LastIndexOfAny(Before) + 1;
        var colon = before[start..].IndexOf(':');
        var password = colon < 1 ? [] : before[(start + colon + 1)..];
        if (password.Length >= Shortest && password[0] is not ('$' or '{' or '<' or '%') && !Examples.Are(password) && !OwnPlaceholder.Is(password)
            && !password.Equals("password", StringComparison.OrdinalIgnoreCase) && !password.Equals("pass", StringComparison.OrdinalIgnoreCase))
        {
            sink.Add(Kind, at - password.Length, password.Length);
        }
    }
}

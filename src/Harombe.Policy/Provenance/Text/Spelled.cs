using System.Text;

namespace Harombe.Policy.Provenance.Text;

/// <summary>Addresses that are spelled out: "x at y dot z", "x [at] y (dot) z".</summary>
internal static class Spelled
{
    /// <summary>The text with "dot" written as a point, and with "at" written as a sign besides.</summary>
    public static (string Url, string Email) Join(string folded)
    {
        var (url, email) = (new StringBuilder(folded.Length), new StringBuilder(folded.Length));
        var pieces = folded.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < pieces.Length; i++)
        {
            var piece = pieces[i].Replace("[dot]", ".", StringComparison.Ordinal).Replace("(dot)", ".", StringComparison.Ordinal).Replace("{dot}", ".", StringComparison.Ordinal);
            var signed = piece.Replace("[at]", "@", StringComparison.Ordinal).Replace("(at)", "@", StringComparison.Ordinal).Replace("{at}", "@", StringComparison.Ordinal);
            Append(url, piece, piece is "dot" or "." ? "." : null);
            Append(email, signed, signed is "dot" or "." ? "." : signed is "at" or "@" ? "@" : null);
        }

        return (url.ToString(), email.ToString());
    }

    private static void Append(StringBuilder text, string piece, string? joint)
    {
        var joins = joint is not null || text.Length == 0 || text[^1] is '\u0001';
        if (joint is not null)
        {
            text.Append(joint).Append('\u0001');
            return;
        }

        if (text.Length > 0 && text[^1] == '\u0001')
        {
            text.Length--;
        }

        text.Append(joins ? "" : " ").Append(piece);
    }
}

using System.Globalization;

namespace Harombe.Core.Schemas;

/// <summary>RFC 6901 pointers as canonical strings, so that equal places have equal texts.</summary>
internal static class JsonPointer
{
    public static string Append(string pointer, string token) => string.Concat(pointer, "/", Escape(token));

    public static string Append(string pointer, int index) => string.Concat(pointer, "/", index.ToString(CultureInfo.InvariantCulture));

    /// <summary>Every tilde starts an escape. A well-formed pointer is canonical: RFC 6901 leaves no two spellings of one token.</summary>
    public static bool IsWellFormed(string pointer)
    {
        for (var i = pointer.IndexOf('~', StringComparison.Ordinal); i >= 0; i = pointer.IndexOf('~', i + 1))
        {
            if (i + 1 >= pointer.Length || pointer[i + 1] is not ('0' or '1'))
                return false;
        }

        return pointer.Length == 0 || pointer[0] == '/';
    }

    private static string Escape(string token) =>
        token.AsSpan().ContainsAny('~', '/')
            ? token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
            : token;
}

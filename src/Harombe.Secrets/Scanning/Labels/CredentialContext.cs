using System.Buffers;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// Words are passwords too, where a user stands just before them: in a connection string, in the lines of a file of settings. Looks back only, so that a
/// stream shows what the whole text would.
/// </summary>
internal static class CredentialContext
{
    private const int Reach = 240;
    private const int MostLines = 6;
    private const int Least = 5;
    private const int LongestLabel = 20;
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    private static readonly SearchValues<char> ValueEnd = SearchValues.Create("\r\n\"',; <\\(");
    private static readonly SearchValues<char> Templates = SearchValues.Create("{}<>[]%*");
    private static readonly SearchValues<string> Addresses = SearchValues.Create(["jdbc:", "postgres", "mysql:", "sqlserver:", "mongodb"], AnyCase);
    private static readonly string[] Users = ["user", "login", "uid", "email", "account", "usr"];

    /// <summary>Whether what stands before a password's label makes a word its value.</summary>
    public static bool Vouches(ReadOnlySpan<char> text, Assignment assignment, ReadOnlySpan<char> value)
    {
        if (value.Length < Least || assignment.Operator is not ('=' or ':' or '>' or ' '))
        {
            return false;
        }

        var before = text[Math.Max(0, assignment.LabelStart - Reach)..assignment.LabelStart];
        if (assignment.Operator == '=' && assignment.Quote == default && IsConnection(before))
        {
            return !value.ContainsAny(Templates) && !value.Equals("password", AnyCase) && !value.StartsWith("your", AnyCase);
        }

        return PasswordWord.IsBesideUser(value) && UserValue(before, "=:>\" ") is { Length: > 0 } user && !user.Equals(value, AnyCase) && !PasswordWord.IsPartOfLabel(user)
            && (assignment.Quote != default || IsSettingOfItsOwn(text, assignment, value));
    }

    /// <summary>Whether a part of a connection string ends here: <c>User ID=…;</c>, <c>host=… user=… </c>, <c>jdbc:…?user=…&amp;</c>.</summary>
    private static bool IsConnection(ReadOnlySpan<char> before)
    {
        var trimmed = before.TrimEnd(" \"'&+");
        if (trimmed.EndsWith(";"))
        {
            return UserValue(before, "=") is { Length: > 0 };
        }

        if (before.EndsWith("&") || before.EndsWith("?"))
        {
            return before[(before.LastIndexOfAny(" \"'\n") + 1)..].ContainsAny(Addresses);
        }

        // Of one string, quoted as a whole, with its parts told apart by spaces.
        var line = before[(before.LastIndexOfAny("\"'\n") + 1)..];
        return before.EndsWith(" ") && line.Contains("host=", AnyCase) && UserValue(line, "=") is { Length: > 0 };
    }

    /// <summary>The value of the last user before; empty when there is none.</summary>
    private static ReadOnlySpan<char> UserValue(ReadOnlySpan<char> before, ReadOnlySpan<char> operators)
    {
        foreach (var word in Users)
        {
            // "user" may also stand in the value: user id=myUser.
            for (var found = before.LastIndexOf(word, AnyCase); found >= 0; found = before[..found].LastIndexOf(word, AnyCase))
            {
                var rest = before[(found + word.Length)..];
                var sign = rest[..Math.Min(rest.Length, LongestLabel)].IndexOfAny(operators);
                if (sign < 0 || rest.Count('\n') > MostLines)
                {
                    continue;
                }

                rest = rest[sign..].TrimStart(" =>:\"'\t\\");
                var end = rest.IndexOfAny(ValueEnd);
                var value = end < 0 ? rest : rest[..end];
                if (value.Length >= 2 && !(end >= 0 && rest[end] == '(') && value[0] is not ('$' or '{' or '%' or '[' or '#'))
                {
                    return value;
                }
            }
        }

        return [];
    }

    /// <summary>A line of settings and no statement of a program: the label begins it, and the value, all in small letters, ends it.</summary>
    private static bool IsSettingOfItsOwn(ReadOnlySpan<char> text, Assignment assignment, ReadOnlySpan<char> value)
    {
        var line = text[LineStart.Of(text, assignment.LabelStart)..assignment.LabelStart].Trim(" \t#-");
        var end = assignment.Start + assignment.Length;
        return (line.IsEmpty || line is "export" or "//" or "set") && !value.ContainsAny('.', '(') && value.Count('_') <= 1 && (end == text.Length || text[end] is '\r' or '\n' or ' ');
    }
}

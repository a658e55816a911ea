using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// A password some words behind the one that tells of it, in what people write: <c>10.0.0.7 (pw: …)</c>, <c>ID/PW admin/…</c>, <c>the router's password? — …</c>, in
/// whatever language. Nothing is assigned there, so the value must be what no word, number or version is.
/// </summary>
internal sealed class PasswordBeside : ISecretFormat
{
    private const int Reach = 110;
    private const int MostWords = 12;
    private const int MostLines = 2;
    private const int Longest = 80;
    private const int LeastToken = 12;
    private const int LongestUser = 24;

    private static readonly SearchValues<char> Space = SearchValues.Create(" \t\r\n|<>");
    private static readonly SearchValues<char> WordEnd = SearchValues.Create(" \t\r\n:=(>,;\"'");
    private static readonly SearchValues<char> Pointers = SearchValues.Create(":=>/`：");
    private static readonly SearchValues<char> OfValues = SearchValues.Create("$\\?");

    public string Kind => Kinds.Told;

    public IReadOnlyList<Anchor> Anchors { get; } =
    [
        .. Anchor.AnyCase(
            "password", "passwrod", "pasword", "passwd", "chpasswd", "key content", "_key to ", "_token to ", "_secret to ", "_password to ", "mdp ", "mdp:", "api token", "api key", "api-key", "access token", "token for ", "token de ", "token del ", "the token", "new token", "psk ", "secret key is", "sign in ", "signing in ", " / ", "passphrase", "passcode", "pass ", "pass:", "pass(", "pass)", "/pass", "pwd", "pw:", "pw ", "pw(", "pw)", "pw=", "pw>", "log in ", "logging in ", "login ", "login?", "log on ", "credentials", "creds ", "requirepass",
            "passwort", "kennwort", "zugang", "recovery code", "backup code", "mot de passe", "identifiants", "senha", "clave", "wachtwoord", "passord", "adgangskode", "salasana", "heslo", "parola", "jelszava", "sandi"),
        .. Anchor.Exact(
            "contraseña", "Contraseña", "lösenord", "Lösenord", "hasło", "Hasło", "hasła", "jelszó", "Jelszó", "şifre", "Şifre", "пароль", "Пароль", "пароля", "κωδικός", "Κωδικός", "סיסמה", "كلمة", "パスワード",
            "密码是", "密码为", "密码：", "密码:", "的密码", "密碼是", "密碼：", "비밀번호", "암호는", "암호:", "mật khẩu", "Mật khẩu", "गुप्त", "पासवर्ड", "รหัสผ่าน"),
    ];

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        if ((at > 0 && text[at] != ' ' && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '+')) || OwnPlaceholder.IsAround(text, at))
        {
            return;
        }

        var limit = Math.Min(text.Length, at + anchorLength + Reach);
        var start = at + anchorLength;
        if (start < limit && (char.IsAsciiLetterOrDigit(text[start]) || text[start] is '_' or '-' or '@' or '/' or '#') && text[start - 1] is < (char)128 and not (' ' or ':' or '=' or '(' or ')' or '>'))
        {
            // passwords, passwordField__9qnLm: the rest of that word is none.
            start += text[start..limit].IndexOfAny(WordEnd) is >= 0 and var rest ? rest : limit - start;
        }

        var (lines, isPointedAt, isCode) = (0, text[at] != ' ' || IsUser(text[..at]), false);
        var most = text[at] == ' ' ? 1 : MostWords;
        for (var words = 0; words < most && start < limit; words++)
        {
            while (start < limit && Space.Contains(text[start]))
            {
                isCode |= text[start] == '\n' && start > 0 && text[start - 1] is ')' or ',' or ';' or '{' or '(' or '\'' or '"' or '[' or ']' or '}' or '\r' or '\\';
                lines += text[start] == '\n' ? 1 : 0;
                start++;
            }

            if (lines > MostLines || start >= limit || text[start..].TrimStart(":=").StartsWith("ENC"))
            {
                return;
            }

            var word = text[start..Math.Min(text.Length, start + Longest)];
            var end = word.IndexOfAny(Space);
            if (end < 0 && word.Length == Longest)
            {
                return;
            }

            word = end < 0 ? word : word[..end];
            if (most == 1 && !(word.ContainsAnyInRange('a', 'z') && (word.ContainsAnyInRange('A', 'Z') || IsUser(text[..at]))))
            {
                // A division, or a path that was taken apart.
                return;
            }

            if (Judge(text, start, word, isPointedAt, isPointedAt && (words > 0 || IsUser(text[..at]) || text[..(at + anchorLength)].EndsWith(" to ")), lines, isCode, ref sink))
            {
                return;
            }

            isPointedAt = PointsOn(word);
            start += word.Length;
        }
    }

    /// <summary>Whether a word says that the next one is it: <c>is</c>, <c>/</c>, <c>:</c>, <c>=</c>, an arrow.</summary>
    private static bool PointsOn(ReadOnlySpan<char> word) =>
        word[^1] is ':' or '/' or '=' or '>' or '：' or '-' or '—' or '–' or '(' || word is "is" or "to" or "as" or "ist" or "lautet" or "est" or "es" or "é" or "è" or "je" or "är" or "er" or "on" or "это" or "was";

    private bool Judge(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> word, bool isPointedAt, bool isTold, int lines, bool isCode, ref FindingSink sink)
    {
        // What stands before the last sign that leads on: admin/…, (pw:…, =>…
        var lead = word.TrimStart(":=->/()[]&,.|*\"'`“‘«<：\\").Length;
        var from = word.Length - lead;
        isPointedAt |= word[..from].ContainsAny(Pointers);
        var value = word[from..];
        var sign = value[..Math.Max(0, value.Length - 1)].LastIndexOfAny('/', ':');
        if (sign >= 0 && value.Count('/') < 2 && !PasswordLook.Is(Trimmed(value), isPointedAt))
        {
            from += sign + 1;
            value = value[(sign + 1)..];
            isPointedAt = true;
        }

        value = Trimmed(value);
        if (value.IsEmpty || word.EndsWith("...") || start + from == sink.LastValue || !(PasswordLook.Is(value, isPointedAt) || (isTold && (MadePassword.IsHuman(value) || MadePassword.IsPhrase(value) || (lines == 0 && MachineValue.Is(value, LeastToken))))) || (lines > 0 && isCode && !PasswordLook.IsMarked(value)) || !IsSecret(text, start + from, value))
        {
            return false;
        }

        sink.Add(Kind, start + from, value.Length);
        return true;
    }

    /// <summary>root / …: whose the password behind the slash is.</summary>
    private static bool IsUser(ReadOnlySpan<char> before) =>
        before[Math.Max(0, before.Length - LongestUser)..] is var near && near[(near.LastIndexOfAny(" \n:,(") + 1)..] is "root" or "admin" or "administrator" or "Administrator" or "user" or "sa" or "pi" or "ubuntu" or "postgres" or "operator" or "guest";

    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> value)
    {
        value = value.TrimEnd(".,;:)]}>\"'`”’»|\\");
        value = value.EndsWith("\\r") || value.EndsWith("\\n") ? value[..^2] : value;
        return value.Length > 1 && value[^1] == '?' && !value[..^1].ContainsAny(OfValues) ? value[..^1] : value;
    }

    private static bool IsSecret(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> value) =>
        value[0] is not ('$' or '%') && !NotAValue.Is(text, new Assignment(start, start, start, value.Length, '"', ':')) && !Examples.Are(value) && !OwnPlaceholder.Is(value) && !Guid.TryParse(value, out _);
}

using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// A secret that a sentence tells: <c>the password is …</c>, <c>the password for root is "…"</c>. Without quotes it must hold a digit or a
/// mark, as few words do.
/// </summary>
internal sealed class SpokenPassword : ISecretFormat
{
    private const int Longest = 128;
    private const int ReachOfUser = 48;

    private static readonly SearchValues<char> WordEnd = SearchValues.Create(" \t\r\n\"'`,”’<");

    public string Kind => Kinds.Told;

    public IReadOnlyList<Anchor> Anchors { get; } = [
        .. Anchor.AnyCase(
            "password is ", "password is: ", "password was ", "password to ", "password for ", "password in ", "password of ", "pwd of ", "pwd for ",
            "passphrase is ", "passcode is ", "pin is ", "token is ", "key is ", "secret is ", "credentials are ", "pwd is ", "identified by ",
            "secret for ", "token for ", "key for ", "passwort ist ", "passwort lautet ", "passwort: ", "kennwort ist ", "kennwort: ",
            "mot de passe est ", "mot de passe : ", "mot de passe: ", "la clave es ", "clave: ", "senha: ", "wachtwoord is ", "wachtwoord: ",
            "passord: ", "adgangskode: ", "salasana: ", "heslo: ", "heslo je ", "parola: "),
        // Nobody's idea of case but ASCII's counts for the index, so these stand there twice.
        .. Anchor.Exact(
            "contraseña es ", "Contraseña es ", "contraseña: ", "Contraseña: ", "senha é ", "Senha é ", "password è ", "Password è ", "lösenord: ",
            "Lösenord: ", "lösenordet är ", "Lösenordet är ", "hasło to ", "Hasło to ", "hasło: ", "Hasło: ", "jelszó: ", "Jelszó: ", "parolă: ",
            "Parolă: ", "şifre: ", "Şifre: ", "пароль: ", "Пароль: ", "пароль — ", "Пароль — ", "κωδικός: ", "Κωδικός: ", "סיסמה: ", "パスワード: ",
            "パスワード：", "パスワードは", "密码: ", "密码：", "密码是", "密碼: ", "密碼：", "비밀번호: ", "비밀번호는 ", "암호: "),
    ];

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        if (text[start - 2] is 'r' or 'R' or 'o' or 'O' or 'n' or 'N' or 'f' or 'F')
        {
            // … for the user "root" is …; and what stands before the verb too, since a stream hasn't seen the verb yet.
            var near = text[start..Math.Min(text.Length, start + ReachOfUser)];
            if (near.IndexOf(" is ") is >= 0 and var verb)
            {
                Value(text, at, start + verb + " is ".Length, ref sink);
            }

            if (text[at] is not ('p' or 'P' or 'c' or 'C'))
            {
                // A key for 3DES is none: only what is behind the verb counts.
                return;
            }
        }

        Value(text, at, start, ref sink);
    }

    private void Value(ReadOnlySpan<char> text, int at, int start, ref FindingSink sink)
    {
        var open = start;
        while (start < text.Length && text[start] is ' ' or '"' or '\'' or '`' or ':' or '*' or '“' or '‘')
        {
            start++;
        }

        var isQuoted = start > open && text[start - 1] is '"' or '\'' or '`' or '“' or '‘' or '*';
        var rest = text[start..Math.Min(text.Length, start + Longest)];
        var end = rest.IndexOfAny(WordEnd);
        var value = (end < 0 ? rest : rest[..end]).TrimEnd(".!?;:)*");
        if (start != sink.LastValue && (isQuoted || text[at] is not ('i' or 'I') || MachineValue.IsMixed(value)) && IsSecret(text, new Assignment(at, at, start, value.Length, '"', ':'), value, isQuoted))
        {
            sink.LastValue = start;
            sink.Add(Kind, start, value.Length);
        }
    }

    private static bool IsSecret(ReadOnlySpan<char> text, Assignment assignment, ReadOnlySpan<char> value, bool isQuoted)
    {
        if (value.Length < 5 || (!isQuoted && value.ContainsAny('(', '[', '{')) || NotAValue.Is(text, assignment) || Examples.Are(value) || OwnPlaceholder.Is(value))
        {
            return false;
        }

        if (value.IndexOf('@') is > 0 and var at && value[at..].Contains('.') && !value.ContainsAnyInRange('0', '9'))
        {
            // The address that the password belongs to.
            return false;
        }

        var wording = new Wording(value);
        return (wording.Digits + wording.Others > 0 && PasswordValue.Is(value, isQuoted)) || (isQuoted && PasswordWord.Is(value));
    }
}

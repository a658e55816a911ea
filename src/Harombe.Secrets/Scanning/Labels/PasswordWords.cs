namespace Harombe.Secrets.Scanning.Labels;

/// <summary>The words by which people announce a password, a token or a login to each other, in the languages that we know them in.</summary>
internal static class PasswordWords
{
    /// <summary>All of them. Those that ASCII has no letters for stand there in each spelling: the index folds ASCII's case only.</summary>
    public static IReadOnlyList<Anchor> All { get; } =
    [
        .. Anchor.AnyCase(
            "password", "passwrod", "pasword", "passwd", "passphrase", "passcode", "pass ", "pass:", "pass(", "pass)", "/pass", "pwd", "pw:", "pw ", "pw(", "pw)", "pw=", "pw>", "mdp ", "mdp:",
            "chpasswd", "requirepass", "key content", "psk ", " / ",
            "log in ", "logging in ", "login ", "login?", "log on ", "sign in ", "signing in ", "credentials", "creds ",
            "api token", "api key", "api-key", "access token", "token for ", "token de ", "token del ", "the token", "new token", "secret key is", "_key to ", "_token to ", "_secret to ", "_password to "),
        .. Anchor.AnyCase(
            "passwort", "kennwort", "zugang", "mot de passe", "identifiants", "senha", "clave", "wachtwoord", "passord", "adgangskode", "salasana", "heslo", "parola", "jelszava", "sandi"),
        .. Anchor.Exact(
            "contraseña", "Contraseña", "lösenord", "Lösenord", "hasło", "Hasło", "hasła", "jelszó", "Jelszó", "şifre", "Şifre", "пароль", "Пароль", "пароля", "κωδικός", "Κωδικός", "סיסמה", "كلمة", "パスワード",
            "密码是", "密码为", "密码：", "密码:", "的密码", "密碼是", "密碼：", "비밀번호", "암호는", "암호:", "mật khẩu", "Mật khẩu", "गुप्त", "पासवर्ड", "รหัสผ่าน"),
    ];

    /// <summary>Whether a word says that the next one is it: <c>is</c>, <c>/</c>, <c>:</c>, <c>=</c>, an arrow.</summary>
    public static bool PointsOn(ReadOnlySpan<char> word) =>
        word[^1] is ':' or '/' or '=' or '>' or '：' or '-' or '—' or '–' or '('
        || word is "is" or "to" or "as" or "was" or "ist" or "lautet" or "est" or "es" or "é" or "è" or "je" or "är" or "er" or "on" or "это";

    /// <summary>Whether a word is the name of a user that programs come with: <c>root / …</c>.</summary>
    public static bool IsUser(ReadOnlySpan<char> word) =>
        word is "root" or "admin" or "administrator" or "Administrator" or "user" or "sa" or "pi" or "ubuntu" or "postgres" or "operator" or "guest";
}

namespace Harombe.Host.Commands.Connection;

/// <summary>Tokens in files that nobody but their owner may read.</summary>
internal static class TokenFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const int Longest = 256;

    /// <summary>The token; refused when others can read or replace the file, because then it isn't a secret any more.</summary>
    public static Answer<string> Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            {
                return Refused("token.mode", $"{path} can be read or changed by others", $"Revoke that token ('harombe token list'), then: chmod 600 {path}");
            }

            var token = new FileInfo(path).Length <= Longest ? File.ReadAllText(path).Trim() : "";
            return token.Length > 0 && token.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
                ? token
                : Refused("token.file", $"{path} holds no token", "Remove the file and start the host again: it makes a new one.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refused("token.file", $"there is no token in {path}", "Start the host as this user: it makes one.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused("token.file", $"{path} can't be read", "Run the command as the user who runs the host, or name another file.");
        }
    }

    private static Stop Refused(string rule, string message, string remedy) => new(ExitCode.Refused, rule, message, remedy);
}

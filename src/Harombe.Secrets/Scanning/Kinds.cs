namespace Harombe.Secrets.Scanning;

/// <summary>The kinds that say only where a secret stood, and not what it opens.</summary>
internal static class Kinds
{
    public const string LabelledSecret = "labelled secret";
    public const string LabelledPassword = "labelled password";
    public const string Told = "secret told in a sentence";
    public const string OnCommandLine = "password on a command line";
    public const string InCall = "password in a call";
    public const string Prefixed = "token with a prefix";

    /// <summary>Whether the first tells a reader more than the second.</summary>
    public static bool SaysMore(string first, string second) => IsGeneral(second) && !IsGeneral(first);

    private static bool IsGeneral(string kind) => kind is LabelledSecret or LabelledPassword or Told or OnCommandLine or InCall or Prefixed;
}

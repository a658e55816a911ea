namespace Harombe.Secrets.Scanning;

/// <summary>The kinds that say only where a secret stood, and not what it opens.</summary>
internal static class Kinds
{
    public const string LabelledSecret = "labelled secret";
    public const string LabelledPassword = "labelled password";
    public const string Told = "secret told in a sentence";
    public const string OnCommandLine = "password on a command line";
    public const string Piped = "secret handed to a command";
    public const string Printed = "secret that a command printed";
    public const string InCall = "password in a call";
    public const string InColumn = "secret in a table";
    public const string Prefixed = "token with a prefix";

    /// <summary>Whether the first tells a reader more than the second.</summary>
    public static bool SaysMore(string first, string second) => Rank(first) > Rank(second);

    private static int Rank(string kind) => kind switch
    {
        Told or Piped or Printed or InColumn or Prefixed => 0,
        LabelledSecret or LabelledPassword or OnCommandLine or InCall => 1,
        _ => 2,
    };
}

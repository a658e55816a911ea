namespace Harombe.Host.Commands;

/// <summary>How the command line ends. The numbers from 64 on are those of BSD's sysexits, so that scripts can tell causes apart.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Tampered = 2;
    public const int WaitsForApproval = 3;
    public const int SecretsFound = 4;
    public const int Usage = 64;
    public const int NoHost = 69;
    public const int Refused = 77;
    public const int Misconfigured = 78;
    public const int Interrupted = 130;

    /// <summary>The table for <c>--help</c>.</summary>
    public const string Table = """
        Exit codes:
          0   done
          1   failed, or could not be found out
          2   the audit log was tampered with
          3   a tool call waits for a person's approval
          4   secrets were found (scan)
          64  the command line was not understood
          69  no host is running
          73  the data folder can't be used
          77  refused: the token or its kind is not enough
          78  the configuration is not valid
          130 interrupted
        """;
}

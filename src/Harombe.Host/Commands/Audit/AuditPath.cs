namespace Harombe.Host.Commands.Audit;

/// <summary>The file that an offline verb reads.</summary>
internal static class AuditPath
{
    public static Answer<string> Of(Invocation run, string? given)
    {
        if (given is not null)
        {
            return given;
        }

        if (run.Configure().Failed(out var stop, out var loaded))
        {
            return stop;
        }

        return Path.Combine(loaded.Configuration.Data.Folder, "audit.db");
    }
}

using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Host.Access;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;

namespace Harombe.Host.Backups;

/// <summary>A backup of the running host, as a download.</summary>
internal static class BackupEndpoints
{
    private static readonly SemaphoreSlim One = new(1, 1);

    public static void MapBackup(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/admin/backup", WriteAsync).WithMetadata(AccessNeeded.Admin);

    private static async Task WriteAsync(HttpContext http, HarombeConfiguration configuration, IAuditLog audit, TimeProvider clock, bool keys = true)
    {
        if (!await One.WaitAsync(0, http.RequestAborted).ConfigureAwait(false))
        {
            await Problems.WriteAsync(http, StatusCodes.Status409Conflict, new Reason("backup.busy", "A backup is being made already.", "Wait for it to end.")).ConfigureAwait(false);
            return;
        }

        try
        {
            // Before it leaves: whoever holds a backup with keys holds the secrets.
            await audit.AppendAsync(new HostChanged("backed-up", HarombeHost.Version) { Time = clock.GetUtcNow() }, http.RequestAborted).ConfigureAwait(false);
            http.Response.ContentType = "application/gzip";
            http.Response.Headers.CacheControl = "no-store";
            await BackupArchive.WriteAsync(
                configuration, keys, clock.GetUtcNow(), http.Response.Body, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (http.Response.HasStarted && e is not OperationCanceledException)
        {
            // Half a backup must not look like one: the connection breaks.
            http.Abort();
            throw;
        }
        finally
        {
            One.Release();
        }
    }
}

using Harombe.Agent.PluginLoading;
using Harombe.Core.Audit;
using Harombe.Core.Guard;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Host.Backups;
using Harombe.Host.Configuration;
using Harombe.Host.State;
using Microsoft.Extensions.Options;

namespace Harombe.Host.Hosting;

/// <summary>Runs the host in the foreground until it is stopped.</summary>
internal static class HostRun
{
    private const int CantCreate = 73;
    private const int Misconfigured = 78;

    public static async Task<int> RunAsync(HarombeConfiguration configuration, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        DataFolder? owned;
        try
        {
            owned = DataFolder.TryOwn(configuration.Data.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"harombe: the data folder {configuration.Data.Folder} can't be used: {e.Message} Set data.folder in harombe.yaml to a folder of yours.").ConfigureAwait(false);
            return CantCreate;
        }

        if (owned is null)
        {
            var other = RunningHost.Read(configuration.Data.Folder);
            await errors.WriteLineAsync(other is null
                ? $"harombe: another process holds {configuration.Data.Folder}. Wait until it has started or ended."
                : $"harombe: a host runs already for {configuration.Data.Folder} at {other.Url} (process {other.ProcessId}). Stop it with 'harombe stop'.").ConfigureAwait(false);
            return 1;
        }

        using (owned)
        {
            if (File.Exists(Path.Combine(configuration.Data.Folder, Restoration.Marker)))
            {
                await errors.WriteLineAsync($"harombe: a restore into {configuration.Data.Folder} was cut off. Run 'harombe restore <file> --replace' again; what was there lies in its {BackedUp.Replaced}… folder.").ConfigureAwait(false);
                return Misconfigured;
            }

            try
            {
                await using var app = HarombeHost.Build(configuration);
                // What the configuration says of plugins can be checked only once they are read; it is as strict as the rest of it.
                if (app.Services.GetRequiredService<PluginSource>().Misconfigured is { Count: > 0 } faults)
                {
                    await errors.WriteLineAsync(string.Join('\n', faults.Select(fault => $"harombe: {fault.Reason.Message} {fault.Reason.Remedy}"))).ConfigureAwait(false);
                    return Misconfigured;
                }

                var link = await HarombeHost.StartAsync(app, cancellationToken).ConfigureAwait(false);
                var url = app.Services.GetRequiredService<ListeningAddress>().Url;
                var clock = app.Services.GetRequiredService<TimeProvider>();
                owned.Announce(new RunningHost(url.ToString().TrimEnd('/'), Environment.ProcessId, clock.GetUtcNow(), HarombeHost.Version));
                var ollama = await LocalOllama.OfferAsync(configuration, app.Services.GetRequiredService<IHttpClientFactory>(), cancellationToken).ConfigureAwait(false);
                var tools = app.Services.GetRequiredService<ToolCatalog>().Current;
                await Greeting.WriteAsync(output, configuration, url, tools, LeftOut.Of(tools, app.Services.GetRequiredService<PluginSource>()), link, ollama).ConfigureAwait(false);
                await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
                return 0;
            }
            catch (Exception e) when (Cause(e) is { } cause)
            {
                await errors.WriteLineAsync($"harombe: {cause}").ConfigureAwait(false);
                return Misconfigured;
            }
        }
    }

    // What can be wrong with a machine or a folder at start, each with a message that is made for people. Anything else is a defect and shows as one.
    private static string? Cause(Exception e) => e switch
    {
        GuardIncompleteException or StateStoreException or SecretsUnavailableException or AuditUnavailableException or OptionsValidationException => e.Message,
        IOException io when io.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException => $"{io.Message} Choose another port with --port, or stop what listens there.",
        IOException io => io.Message,
        UnauthorizedAccessException => e.Message,
        _ => null,
    };
}

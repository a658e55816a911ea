using Harombe.Host.Configuration;
using Harombe.Host.Hosting;

var loaded = ConfigurationLoading.Load(ConfigurationSources.OfProcess(null, []));
if (loaded is ConfigurationOutcome.Invalid invalid)
{
    foreach (var fault in invalid.Faults)
    {
        await Console.Error.WriteLineAsync(fault.ToString()).ConfigureAwait(false);
    }

    return 78;
}

return await HostRun.RunAsync(((ConfigurationOutcome.Loaded)loaded).Configuration, Console.Out, Console.Error, CancellationToken.None).ConfigureAwait(false);

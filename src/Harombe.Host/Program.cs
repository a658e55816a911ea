using Harombe.Gateway.Bridge;
using Harombe.Host.Commands;
using Harombe.Host.Hosting;

return await CommandLine.RunAsync(
    args,
    (up, cancellationToken) => HostRun.RunAsync(up.Configuration, Console.Out, Console.Error, cancellationToken),
    StdioBridge.RunAsync).ConfigureAwait(false);

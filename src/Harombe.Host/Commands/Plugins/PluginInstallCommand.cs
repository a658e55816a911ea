using System.CommandLine;
using System.Net.Http.Headers;
using Harombe.Agent.PluginInstalling;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Plugins;

/// <summary>
/// <c>harombe plugins install</c>: into the running host, by hash. A plugin is trusted code, so a person reads what it may reach and says yes, or names the
/// hash that they trust.
/// </summary>
internal sealed class PluginInstallCommand : Command
{
    private static readonly Argument<string> From = new("plugin") { Description = "A package, a plugin's folder, or a project, which is built first" };
    private static readonly Option<string?> Hash = new("--hash") { Description = "The hash that the package must have, sha256:…; then nobody is asked" };

    public PluginInstallCommand(Surroundings here)
        : base("install", "Install a plugin into the running host, by the hash of its package.")
    {
        Add(From);
        Add(Hash);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if ((await PluginReading.ReadAsync(run.Parsed.GetRequiredValue(From), cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var package)
            || Agree(run, package) is { } no && (stop = no) is not null)
        {
            return run.Fail(stop);
        }

        if (run.Connect().Failed(out stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            using var body = new ByteArrayContent(package.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            var answer = await host.SendAsync(HttpMethod.Post, $"/plugins?sha256={package.Sha256}", body, cancellationToken).ConfigureAwait(false);
            if (answer.As(PluginForms.Default.ShownPlugin, host).Failed(out stop, out var plugin))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(plugin, PluginForms.Default.ShownPlugin);
            }
            else
            {
                run.Terminal.Output.WriteLine(VisibleText.Line($"installed: {plugin.Name} {plugin.Version}, pinned to sha256:{package.Sha256}"));
                PluginTable.Write(run, plugin);
            }

            return plugin.Fault is null ? ExitCode.Done : ExitCode.Failed;
        }
    }

    // Null for yes.
    private static Stop? Agree(Invocation run, PackedPlugin package)
    {
        var hash = "sha256:" + package.Sha256;
        if (run.Parsed.GetValue(Hash) is { } named)
        {
            return named == hash ? null : new Stop(ExitCode.Failed, "package.hash", $"the package's hash is {hash}, not the one that was named", "Find out why it changed; install it only by a hash that you trust.");
        }

        var error = run.Terminal.Error;
        error.WriteLine(VisibleText.Line($"{package.Name} {package.Version}: {package.Description}"));
        error.WriteLine(VisibleText.Line($"  tools    {string.Join(", ", package.Tools)}"));
        error.WriteLine(VisibleText.Line($"  hosts    {(package.Hosts.Count == 0 ? "none" : string.Join(", ", package.Hosts))}"));
        error.WriteLine(VisibleText.Line($"  secrets  {(package.Secrets.Count == 0 ? "none" : string.Join(", ", package.Secrets))}"));
        error.WriteLine(VisibleText.Line($"  paths    {(package.Paths.Count == 0 ? "none" : string.Join(", ", package.Paths))}"));
        error.WriteLine(VisibleText.Line($"  hash     {hash}"));
        if (!run.Terminal.Asks)
        {
            return Stop.Usage("nobody is there to say yes to trusted code", $"harombe plugins install {run.Parsed.GetRequiredValue(From)} --hash {hash}");
        }

        error.Write("Its code runs inside the host, with the host's rights. Install it? [y/N] ");
        error.Flush();
        return run.Terminal.Input.ReadLine()?.Trim() is "y" or "Y" or "yes" ? null : new Stop(ExitCode.Refused, "plugins.declined", "nothing was installed", "");
    }
}

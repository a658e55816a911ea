using Harombe.Core.Tools;
using Harombe.Host.Configuration;

namespace Harombe.Host.Hosting;

/// <summary>What the host says when it is ready.</summary>
internal static class Greeting
{
    public static async Task WriteAsync(TextWriter output, HarombeConfiguration configuration, Uri url, CatalogSnapshot tools, IReadOnlyList<string> leftOut, string? signIn, string? offer)
    {
        var address = url.ToString().TrimEnd('/');
        var model = configuration.Model.Name.IsOffline ? $"{configuration.Model.Name} (rules, not a language model; set model in harombe.yaml)" : configuration.Model.Name.ToString();
        await output.WriteLineAsync($"""
            harombe {HarombeHost.Version} is ready at {address}
              model      {model}
              tools      {tools.Tools.Length} (see 'harombe tools')
              workspace  {configuration.Workspace.Folder}
              data       {configuration.Data.Folder}
              chat       harombe chat
              MCP        {address}/mcp (a token: harombe token add ide --tools 'files.*')
            """).ConfigureAwait(false);
        if (offer is not null)
        {
            await output.WriteLineAsync($"  offer      {offer}").ConfigureAwait(false);
        }

        foreach (var line in leftOut)
        {
            await output.WriteLineAsync($"  left out   {line}").ConfigureAwait(false);
        }

        if (signIn is not null)
        {
            await output.WriteLineAsync($"  sign in    {address}{signIn}\n             (once, within the hour; a new one: harombe token link)").ConfigureAwait(false);
        }

        await output.FlushAsync().ConfigureAwait(false);
    }
}

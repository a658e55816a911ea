using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Harombe.Core.Display;
using Harombe.Host.Access;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Mcp;

/// <summary>
/// <c>harombe mcp import</c>: adds the servers of another client's file. All of them are quarantined, and a value that looks like a secret is not taken over:
/// it belongs into the store, and stands in too many files already.
/// </summary>
internal sealed class McpImportCommand : Command
{
    private static readonly Argument<string> File = new("file") { Description = "mcp.json of VS Code, Claude, Cursor or another client; server.json of the registry; a file of Docker's catalogue; or - for standard input" };
    private static readonly Option<string[]> Only = new("--only") { Description = "Of a catalogue, the server of this name; all unless given" };
    private static readonly Option<string[]> Set = new("--set") { Description = "What an entry of Docker's catalogue wants to be told: NAME=value" };
    private static readonly Option<bool> Reveal = new("--reveal") { Description = "Put secrets themselves into the environments of the servers that are started, and not placeholders; weaker" };

    private static readonly Option<bool> WithStored = new("--with-stored") { Description = "Let the servers of the file have secrets that are stored already; look at their addresses first" };

    public McpImportCommand(Surroundings here)
        : base("import", "Add the upstream servers of another client's file: mcp.json, a registry's server.json, or Docker's catalogue.")
    {
        Add(File);
        Add(Only);
        Add(Set);
        Add(Reveal);
        Add(WithStored);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var path = run.Parsed.GetRequiredValue(File);
        var given = (run.Parsed.GetValue(Set) ?? []).Select(one => one.Split('=', 2)).ToDictionary(one => one[0], one => one.Length == 2 ? one[1] : "", StringComparer.Ordinal);
        if (Read(run, path).Failed(out var stop, out var text) || ServerFile.Read(text, run.Parsed.GetValue(Only) ?? [], given).Failed(out stop, out var entries) || run.Connect().Failed(out stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            if ((await host.GetAsync("/secrets", cancellationToken).ConfigureAwait(false)).As(SecretForms.Default.SecretNames, host).Failed(out stop, out var stored))
            {
                return run.Fail(stop);
            }

            var done = new List<ImportedServer>();
            foreach (var entry in entries)
            {
                var name = (string?)entry["name"] ?? "";
                if (run.Parsed.GetValue(Reveal) && entry["command"] is not null)
                {
                    entry["reveal"] = true;
                }

                if (!run.Parsed.GetValue(WithStored) && SentSecrets.Of(entry, stored.Secrets) is { } sent)
                {
                    done.Add(new ImportedServer(name, false, $"not added: it would send {sent}, and that is stored already. If the server is to have it, import it again with --with-stored."));
                    continue;
                }

                using var content = new StringContent(entry.ToJsonString(), Encoding.UTF8, "application/json");
                var secrets = entry["command"] is not null && entry["reveal"] is null && entry["env"] is JsonObject env && env.Any(pair => ((string?)pair.Value)?.StartsWith("secret://", StringComparison.Ordinal) == true);
                done.Add((await host.SendAsync(HttpMethod.Post, "/upstreams", content, cancellationToken).ConfigureAwait(false)).As(UpstreamForms.Default.ShownUpstream, host).Failed(out stop, out _)
                    ? new ImportedServer(name, false, $"{stop.Message} {stop.Remedy}")
                    : new ImportedServer(name, true, $"added; look at it with 'harombe mcp diff {name}', take it with 'harombe mcp accept {name}'{(secrets ? "; its environment has placeholders for its secrets: if it needs the values, import it with --reveal" : "")}"));
            }

            if (run.Json)
            {
                run.WriteJson(done, UpstreamForms.Default.ListImportedServer);
            }
            else
            {
                done.ForEach(one => run.Terminal.Output.WriteLine(VisibleText.Line($"{one.Name}: {one.Said}")));
            }

            return done.All(one => one.Added) ? ExitCode.Done : ExitCode.Failed;
        }
    }

    private static Answer<string> Read(Invocation run, string path)
    {
        try
        {
            return path == "-" ? run.Terminal.Input.ReadToEnd() : System.IO.File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Stop(ExitCode.Failed, "mcp.import", $"{path} can't be read", "Check the path.");
        }
    }
}

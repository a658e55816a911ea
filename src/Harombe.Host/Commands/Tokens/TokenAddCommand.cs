using System.CommandLine;
using System.CommandLine.Parsing;
using Harombe.Host.Access;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Tokens;

/// <summary><c>harombe token add</c>: a token for a client or an approver.</summary>
internal sealed class TokenAddCommand : Command
{
    private static readonly Argument<string> Principal = new("principal") { Description = "The name under which it is recorded, for example ide." };
    private static readonly Option<string> Kind = new Option<string>("--kind")
    {
        Description = "A caller asks for tools, an approver answers.",
        DefaultValueFactory = _ => "caller",
    }.AcceptOnlyFromAmong("caller", "approver");

    private static readonly Option<string[]> Tools = new("--tools")
    {
        Description = "The tools that a caller may use, as globs: 'files.*' or '*' for all.",
        HelpName = "globs",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int?> Days = new("--days") { Description = "How long it counts; for ever when it is left out.", HelpName = "N" };

    public TokenAddCommand(Surroundings here)
        : base("add", "Issue a token and show it once.")
    {
        Add(Principal);
        Add(Kind);
        Add(Tools);
        Add(Days);
        UsageFault.Bound(Days, 1, 3650, "harombe token add ide --tools 'files.*' --days 90");
        Validators.Add(Check);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static void Check(CommandResult result)
    {
        // Read as typed: a value that the parser refuses already must not be refused a second time.
        var name = result.GetResult(Principal)?.Tokens is [var typed, ..] ? typed.Value : "ide";
        var kind = result.GetResult(Kind)?.Tokens is [.., var given] ? given.Value : "caller";
        var tools = result.GetResult(Tools)?.Tokens.Count ?? 0;
        if (kind == "caller" && tools == 0)
        {
            UsageFault.Add(result, "a caller needs tools that it may use", $"harombe token add {name} --tools 'files.*'");
        }
        else if (kind == "approver" && tools > 0)
        {
            UsageFault.Add(result, "an approver answers and uses no tools", $"harombe token add {name} --kind approver");
        }
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var request = new TokenRequest(run.Parsed.GetRequiredValue(Principal), run.Parsed.GetRequiredValue(Kind), run.Parsed.GetValue(Tools) ?? [], run.Parsed.GetValue(Days));
            var answer = await host.SendAsync(HttpMethod.Post, "/tokens", request, AccessJson.Default.TokenRequest, cancellationToken).ConfigureAwait(false);
            if (answer.As(AccessJson.Default.Issued, host).Failed(out stop, out var issued))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(issued, AccessJson.Default.Issued);
                return ExitCode.Done;
            }

            run.Say($"The token of {issued.Principal} ({issued.Kind}). It is not shown again:");
            run.Terminal.Output.WriteLine(issued.Token);
            if (issued.Kind == "caller")
            {
                // Into a file or a log only the token itself goes, and only where the output was sent to.
                run.Say(ClientSetUp.Text(host.Url, run.Terminal.Shows ? issued.Token : "<token>"));
            }

            return ExitCode.Done;
        }
    }
}

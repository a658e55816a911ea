using System.CommandLine;
using System.Text.Json;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Approvals;

/// <summary>What a yes may carry besides: how far it reaches, and other arguments.</summary>
internal sealed class ReachOptions
{
    private readonly Option<bool> session = new("--session") { Description = "The very same call, in this session, is not asked about again." };
    private readonly Option<string?> lasts = new("--for") { Description = "The very same call is not asked about again for this time: 30m, 8h or 7d.", HelpName = "time" };
    private readonly Option<string?> pattern = new("--pattern")
    {
        Description = """Calls whose arguments are so are not asked about again: {"path":{"within":"notes"},"content":{"any":true}}. Shows what that would allow, and a word to confirm it with.""",
        HelpName = "json",
    };

    private readonly Option<string?> confirm = new("--confirm") { Description = "The word that --pattern gave.", HelpName = "word" };
    private readonly Option<string?> arguments = new("--arguments") { Description = "Let the call run with the arguments in this file instead; they are checked as the call itself was.", HelpName = "file" };

    public ReachOptions(Command command)
    {
        command.Add(session);
        command.Add(lasts);
        command.Add(pattern);
        command.Add(confirm);
        command.Add(arguments);
    }

    /// <summary>The yes; or what can't be meant.</summary>
    public Answer<GivenAnswer> Read(Invocation run, int questions)
    {
        var (inSession, time, like, file) = (run.Parsed.GetValue(session), run.Parsed.GetValue(lasts), run.Parsed.GetValue(pattern), run.Parsed.GetValue(arguments));
        if (!inSession && time is null && like is null && file is null)
        {
            return new GivenAnswer("approve", null);
        }

        if (questions > 1)
        {
            return Stop.Usage("a yes that reaches further, or changes the arguments, is for one question", "harombe approvals approve <id> --for 8h");
        }

        try
        {
            JsonElement? edited = file is null ? null : JsonElement.Parse(File.ReadAllBytes(file));
            JsonElement? wanted = like is null ? null : JsonElement.Parse(like);
            return new GivenAnswer(
                "approve", null, inSession || time is not null || wanted is not null ? new GivenReach(inSession, time, wanted, run.Parsed.GetValue(confirm)) : null, edited);
        }
        catch (JsonException e)
        {
            return Stop.Usage($"that is no JSON: {e.Message}", """harombe approvals approve <id> --pattern '{"path":{"within":"notes"}}'""");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Stop(ExitCode.Failed, "approval.edit", $"{file} can't be read: {e.Message}", "Name a file that holds the arguments as one JSON object.");
        }
    }
}

using Harombe.Core.Calls;
using Harombe.Core.Tools;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>Every reason for which a standing answer is not given or not taken back.</summary>
internal static class GrantReasons
{
    private const string AnswerOnce = "Answer for this call alone: leave out how far the yes shall reach.";

    public static Reason Unknown() => new("grant.asked", "The question doesn't say by which rules it was asked, so nothing beyond it can be answered.", AnswerOnce);

    public static Reason Secret() => new("grant.secret", "The arguments hold a secret: a yes to it is good for this one call.", AnswerOnce);

    public static Reason Critical() => new("grant.critical", "A call of critical risk is asked about each time.", AnswerOnce);

    public static Reason Once(string rule) => new("grant.once", $"The rule '{rule}' wants each call to be answered by itself.", AnswerOnce);

    public static Reason Tool(ToolName tool) => new("grant.tool", $"The tool '{tool}' is not there any more.", AnswerOnce);

    public static Reason Open() => new("grant.terms", "It is not said how far the yes shall reach.", "Say for this session, for a time, or for a pattern of arguments.");

    public static Reason Time(TimeSpan least, TimeSpan most) => new(
        "grant.time", $"A yes like this lasts at least {Words(least)} and at most {Words(most)}.", "Choose a time in between. approvals.longest_grant sets the longest.");

    public static Reason Shell(ToolName tool) => new("grant.shell", $"'{tool}' runs code or commands: no pattern says what those do.", "Answer for the very same command, in this session or for a time.");

    public static Reason Misfit() => new("grant.pattern", "The call that is asked about doesn't fit the pattern itself.", "Let the pattern cover this call, every one of its arguments.");

    public static Reason Form(string fault) => new(
        "grant.pattern", $"The pattern can't be read. {fault}", """Write it like {"path":{"within":"notes"},"content":{"any":true}}.""");

    public static Reason Anything(string argument) => new(
        "grant.anything", $"'{argument}' decides where the call lands; a pattern can't leave it open.", "Say what it is, which folder it lies within, or which host it has.");

    public static Reason Nothing() => new("grant.anything", "At this risk a pattern has to say something of the arguments.", "Say what at least one of them is.");

    public static Reason Confirm() => new(
        "grant.confirm", "What the pattern covers was not shown to whoever answers, or has changed since.", "Ask for the proposal first, look at what it would also have allowed, and send its word along.");

    public static Reason Client() => new("grant.client", "An answer over the caller's own connection is good for one call.", "Answer on the approvals page, with harombe approvals, or over the HTTP API.");

    public static Reason Absent() => new("grant.unknown", "There is no standing answer of this id.", "List them with: harombe approvals grants");

    public static Reason Over() => new("grant.over", "It was taken back before.", "Nothing is left to do.");

    private static string Words(TimeSpan time) => time.TotalDays >= 1 ? $"{time.TotalDays:0.#} days" : time.TotalHours >= 1 ? $"{time.TotalHours:0.#} hours" : $"{time.TotalMinutes:0.#} minutes";
}

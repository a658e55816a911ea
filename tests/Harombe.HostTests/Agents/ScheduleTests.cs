using Harombe.Core.Approvals;
using Harombe.HostTests.Chat;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.HostTests.Agents;

/// <summary>Agents by the clock, over the real host with a clock of the test's.</summary>
public sealed class ScheduleTests
{
    private const string Yaml = """
        agents: {clerk: {prompt: "You file."}}
        schedules:
          morning: {cron: "0 7 * * *", zone: Europe/Zurich, agent: clerk, message: "File what came.", missed: MISSED}
        """;

    [Fact]
    public async Task It_runs_at_its_time_as_its_agent_and_its_question_waits_as_a_deferred_one()
    {
        var clock = Clock();
        await using var host = await StartAsync(clock, "skip");
        host.Script.Tool("alter", "{}");

        clock.Advance(TimeSpan.FromMinutes(30));
        await Eventually.BeAsync("the run", () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return host.Api.Requests.Count == 1;
        });

        Assert.Contains("You file.", host.Api.Requests[0].Text, StringComparison.Ordinal);
        Assert.Contains("File what came.", host.Api.Requests[0].Text, StringComparison.Ordinal);
        var approvals = host.Services.GetRequiredService<IApprovals>();
        var asked = await Eventually.SeeAsync("the question", async () => (await approvals.ListAsync(ApprovalState.Waiting, null, 10, CancellationToken.None)).SingleOrDefault());
        Assert.Equal(TimeSpan.FromHours(24), asked.ExpiresAt - asked.AskedAt);
    }

    [Theory]
    [InlineData("skip", 0)]
    [InlineData("once", 1)]
    public async Task Times_at_which_the_host_was_down_are_left_out_or_made_up_for_once(string missed, int runs)
    {
        var clock = Clock();
        await using var host = await StartAsync(clock, missed);
        await Eventually.BeAsync("the schedule is known", () => host.FilesWith("morning").Count > 0);
        await host.DownAsync();
        clock.Advance(TimeSpan.FromDays(3));
        host.Script.Text("Filed.");
        host.Script.Text("Filed again.");

        await host.UpAsync();

        if (runs > 0)
        {
            await Eventually.BeAsync("the run", () => host.Api.Requests.Count == runs);
        }

        // A minute later nothing more has come of it.
        clock.Advance(TimeSpan.FromMinutes(2));
        await host.SayAsync("are you there?");
        Assert.Equal(runs, host.Api.Requests.Count(request => request.Text.Contains("File what came.", StringComparison.Ordinal)));
    }

    // Half past six in Zurich.
    private static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 11, 26, 5, 30, 0, TimeSpan.Zero));

    private static Task<ChatHost> StartAsync(FakeTimeProvider clock, string missed) => ChatHost.StartAsync(
        [TestTools.Changing("alter", (_, _) => Task.FromResult("altered"))],
        yaml: Yaml.Replace("MISSED", missed, StringComparison.Ordinal),
        more: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
}

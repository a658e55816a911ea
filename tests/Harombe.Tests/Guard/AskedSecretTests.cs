using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Testing.Roads;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Tests.Guard;

/// <summary>What the stations make of a found secret where a person is to be asked about it.</summary>
public sealed class AskedSecretTests
{
    private const string Given = """{"a":{"b/c":["s3cr3t-canary"]},"s3cr3t-canary":"x s3cr3t-canary"}""";

    [Fact]
    public async Task Places_are_pointers_into_the_arguments_in_which_no_secret_stands()
    {
        using var road = RoadThat(ScanEffect.Ask);

        var pending = Assert.IsType<CallResult.Pending>(await road.CallAsync("notes.write", Given));

        var found = Assert.Single(road.Approvals.Asked).Found;
        Assert.Equal(
            ["canary at /a/b~1c/0", "canary at /[redacted: canary]", "canary at /[redacted: canary]"],
            found!.Places.Select(place => place.ToString())); // not null: it was asked about
        Assert.Contains("canary at /a/b~1c/0", pending.Approval.Why, StringComparison.Ordinal);
        Assert.Equal("""{"[redacted: canary]":"x [redacted: canary]","a":{"b/c":["[redacted: canary]"]}}""", found.Shown!.Value.GetRawText()); // not null: it can be shown
        Assert.DoesNotContain(CanaryScanner.Canary, road.Audit.Text + pending.Approval.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("argumentsHash", road.Audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_names_that_look_alike_without_their_secrets_can_not_be_shown_and_are_refused()
    {
        using var road = RoadThat(ScanEffect.Ask);

        var refused = Assert.IsType<CallResult.Refused>(await road.CallAsync("notes.write", """{"s3cr3t-canary":1,"s3cr3t\u002dcanary ":2,"[redacted: canary]":3}"""));

        Assert.Equal("scan.arguments", refused.Reason.Rule);
        Assert.Empty(road.Approvals.Asked);
        Assert.Equal(0, road.Tools.RunsOf("notes.write"));
    }

    [Theory]
    [InlineData(ScanEffect.Ask, Verdict.Allow, Verdict.Ask, "scan.arguments", Risk.High, true)]
    [InlineData(ScanEffect.Ask, Verdict.Ask, Verdict.Ask, "rule", Risk.High, true)]
    [InlineData(ScanEffect.Ask, Verdict.Deny, Verdict.Deny, "rule", Risk.Low, false)]
    [InlineData(ScanEffect.Note, Verdict.Allow, Verdict.Allow, "rule", Risk.Low, false)]
    [InlineData(ScanEffect.Note, Verdict.Ask, Verdict.Ask, "rule", Risk.Low, false)]
    public void A_decision_only_becomes_more_cautious(ScanEffect effect, Verdict verdict, Verdict after, string rule, Risk risk, bool once)
    {
        var found = new FoundSecrets(new Dictionary<string, int> { ["canary"] = 1 }, [new FoundPlace("/text", "canary")], null);

        var decision = SecretQuestion.In(new Decision(verdict, "rule", Risk.Low, "Because.", "Do.", "v1"), found, effect);

        Assert.Equal((after, rule, risk, once), (decision.Verdict, decision.Rule, decision.Risk, decision.Terms?.Demand.Once ?? false));
        Assert.Equal(after == Verdict.Ask, decision.Message.Contains("canary at /text", StringComparison.Ordinal));
        Assert.Equal(after == Verdict.Ask ? "/text" : null, decision.Terms?.Origins[0].Path);
    }

    [Theory]
    [InlineData(Risk.Unknown)]
    [InlineData(Risk.High)]
    [InlineData(Risk.Critical)]
    public void A_risk_that_is_high_or_not_known_stays_as_it_is(Risk risk)
    {
        var found = new FoundSecrets(new Dictionary<string, int> { ["canary"] = 1 }, [new FoundPlace("/text", "canary")], null);

        Assert.Equal(risk, SecretQuestion.In(new Decision(Verdict.Allow, "rule", risk, "Because.", "Do.", "v1"), found, ScanEffect.Ask).Risk);
    }

    [Fact]
    public async Task What_the_host_kept_never_runs_in_the_place_of_what_is_gone()
    {
        using var road = RoadThat(ScanEffect.Ask);
        var request = Road.Request("notes.write", """{"text":"s3cr3t-canary"}""");
        var question = Assert.IsType<CallResult.Pending>(await road.Kernel.InvokeAsync(request, default)).Approval with { WithheldSeal = "seal", State = ApprovalState.Approved };
        road.Approvals.Finds = id => id == question.Id ? question : null;
        var kept = request with { Kept = true, Approval = question.Id, Arguments = JsonElement.Parse("""{"text":"[redacted: canary]"}""") };

        Assert.Equal("approval.gone", Assert.IsType<CallResult.Refused>(await road.Kernel.InvokeAsync(kept, default)).Reason.Rule);
        question = question with { State = ApprovalState.Denied, AnswerReason = "Never that." };
        Assert.Contains("Never that.", Assert.IsType<CallResult.Refused>(await road.Kernel.InvokeAsync(kept, default)).Reason.Message, StringComparison.Ordinal);
        question = question with { State = ApprovalState.Approved };
        Assert.True(road.Services.GetRequiredService<WithheldArguments>().TryKeep(question.Id, request.Principal.Id, road.Approvals.Asked[0].Arguments));
        Assert.IsType<CallResult.Completed>(await road.Kernel.InvokeAsync(kept, default));

        Assert.Equal(1, road.Tools.RunsOf("notes.write"));
        Assert.DoesNotContain(CanaryScanner.Canary, road.Audit.Text, StringComparison.Ordinal);
    }

    private static Road RoadThat(ScanEffect effect)
    {
        var tools = new CountedTools();
        tools.Add("notes.write");
        return new Road(tools, more: services => services.AddSingleton(new ScanEffects(effect)));
    }
}

using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Rules;

namespace Harombe.Tests.Policy.Rules;

public sealed class DefaultDecisionsTests
{
    public static TheoryData<TokenKinds, string, Risk, bool, Verdict, string, Risk, string> Table => new()
    {
        { TokenKinds.None, "*", Risk.Low, true, Verdict.Deny, "access.caller", Risk.Low, "The token of 'ide' doesn't ask for tools." },
        { TokenKinds.Approver | TokenKinds.Admin, "*", Risk.Low, true, Verdict.Deny, "access.caller", Risk.Low, "The token of 'ide' doesn't ask for tools." },
        { TokenKinds.Approver, "files.*", Risk.Low, true, Verdict.Deny, "access.caller", Risk.Low, "The token of 'ide' doesn't ask for tools." },
        { TokenKinds.Caller, "files.*", Risk.Low, true, Verdict.Deny, "access.tools", Risk.Low, "'mail.send' is not among the tools of 'ide' (files.*)." },
        { TokenKinds.Caller, "", Risk.Low, true, Verdict.Deny, "access.tools", Risk.Low, "'mail.send' is not among the tools of 'ide' ()." },
        { TokenKinds.Caller, "mail.*", Risk.Low, true, Verdict.Allow, "default.reading", Risk.Low, "'mail.send' only reads and its risk is low." },
        { TokenKinds.Caller | TokenKinds.Admin, "*", Risk.Low, true, Verdict.Allow, "default.reading", Risk.Low, "'mail.send' only reads and its risk is low." },
        { TokenKinds.Caller, "*", Risk.Low, false, Verdict.Ask, "default.ask", Risk.Low, "'mail.send' (plugin mail 0.1.0) can change something and its risk is low." },
        { TokenKinds.Caller, "*", Risk.Medium, true, Verdict.Ask, "default.ask", Risk.Medium, "'mail.send' (plugin mail 0.1.0) only reads and its risk is medium." },
        { TokenKinds.Caller, "*", Risk.High, false, Verdict.Ask, "default.ask", Risk.High, "'mail.send' (plugin mail 0.1.0) can change something and its risk is high." },
        { TokenKinds.Caller, "*", Risk.Critical, false, Verdict.Ask, "default.ask", Risk.Critical, "'mail.send' (plugin mail 0.1.0) can change something and its risk is critical." },
        { TokenKinds.Caller, "*", Risk.Unknown, false, Verdict.Ask, "default.ask", Risk.High, "'mail.send' (plugin mail 0.1.0) can change something and its risk is not declared." },
        { TokenKinds.Caller, "*", (Risk)99, true, Verdict.Ask, "default.ask", Risk.Critical, "'mail.send' (plugin mail 0.1.0) only reads and its risk is not declared." },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task The_first_rule_that_matches_decides_and_says_why(
        TokenKinds kinds, string scope, Risk risk, bool readOnly, Verdict verdict, string rule, Risk decided, string message)
    {
        var principal = new Principal(new PrincipalId("ide"), kinds, ToolScope.Of(scope));
        var call = Calls.Of(Calls.Tool(risk: risk, readOnly: readOnly), by: principal);

        var decision = await Decisions().DecideAsync(call, default);

        Assert.Equal((verdict, rule, decided, message), (decision.Verdict, decision.Rule, decision.Risk, decision.Message));
        Assert.NotEmpty(decision.Remedy);
    }

    [Fact]
    public async Task Out_of_scope_names_the_command_that_widens_the_scope()
    {
        var call = Calls.Of(by: new Principal(new PrincipalId("ide"), TokenKinds.Caller, ToolScope.Nothing));

        var decision = await Decisions().DecideAsync(call, default);

        Assert.Contains("harombe token add ide --tools mail.send", decision.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_of_the_built_in_rules_is_stable() => Assert.Equal("builtin-4-cautious-e3b0c44298fc", PolicySnapshot.BuiltIn(PolicyProfile.Cautious).Version);

    private static PolicyDecisions Decisions() => new(new UnknownSessions(), new ToolProfiles(), new PolicyHolder(PolicySnapshot.BuiltIn(PolicyProfile.Cautious)), new RuleUsage(TimeProvider.System));
}

using Harombe.Core.Decisions;

namespace Harombe.Policy.Rules;

/// <summary>Puts into words what a rule of the operator's says of a call. Pure.</summary>
internal static class RuleReasons
{
    public static Finding Of(Rule rule, string tool)
    {
        var said = rule.Reason is { Length: > 0 } reason ? $" {reason.TrimEnd('.')}." : "";
        return rule.Verdict switch
        {
            Verdict.Allow => new Finding(Verdict.Allow, $"The rule '{rule.Name}' allows '{tool}'.{said}", "Nothing is needed."),
            Verdict.Ask => new Finding(
                Verdict.Ask,
                $"The rule '{rule.Name}' ({rule.Place}) wants a person to look at '{tool}'.{said}",
                "An approver must say yes to this exact call: harombe approvals approve <id>, or the approvals page."),
            _ => new Finding(
                Verdict.Deny,
                $"The rule '{rule.Name}' denies '{tool}'.{said}",
                $"No answer discharges a denial; {rule.Place} would have to change."),
        };
    }
}

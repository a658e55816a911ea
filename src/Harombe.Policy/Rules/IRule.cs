using Harombe.Core.Calls;
using Harombe.Core.Tools;

namespace Harombe.Policy.Rules;

/// <summary>One rule of the built-in set. Pure: a call in, a finding out, or null where the rule doesn't match.</summary>
internal interface IRule
{
    /// <summary>The stable name that refusals and the record carry.</summary>
    string Name { get; }

    /// <param name="call">The call.</param>
    /// <param name="risk">The risk to decide by: an unknown one has become critical already.</param>
    Finding? Match(ToolCall call, Risk risk);
}

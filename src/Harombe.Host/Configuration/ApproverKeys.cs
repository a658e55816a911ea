using System.Collections.Immutable;
using Harombe.Core.Secrets;
using Harombe.Host.Configuration.Values;
using Harombe.Policy;

namespace Harombe.Host.Configuration;

/// <summary>The keys of the channels over which approvers are told of questions. The name in the middle is the approver's principal.</summary>
internal static class ApproverKeys
{
    public static readonly ConfigurationKey Webhook = new(
        "approvers.*.webhook", new UrlKind(), null, "Where this approver is told of questions, with a signed link that answers one of them once, as this approver.");
    public static readonly ConfigurationKey Address = new(
        "approvers.*.address", new SecretReferenceKind("approvers/address"), null, "The secret that holds the address, in the place of webhook, where the address is itself a secret.");
    public static readonly ConfigurationKey Form = new("approvers.*.form", new ChoiceKind("generic", "slack", "ntfy"), null, "What the receiver understands; generic unless it says so.");
    public static readonly ConfigurationKey Secret = new(
        "approvers.*.secret", new SecretReferenceKind("approvers/webhook"), null, "The secret that signs what is sent; secret://approvers/webhook unless it says so.");
    public static readonly ConfigurationKey LinkBase = new("approvals.link_base", new UrlKind(), null, "The address under which approvers reach this host; the one it listens on when it is left out.");

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<ConfigurationKey> All = [LinkBase, Webhook, Address, Form, Secret];

    public static ImmutableArray<ApproverChannel> From(EffectiveConfiguration effective) => [.. effective.NamesIn("approvers").Select(name => new ApproverChannel(
        name,
        effective.Value<Uri>(Webhook, name),
        effective.Value<SecretReference>(Address, name) is { } address ? SecretName.Parse(address.Name) : null,
        effective.Value<string>(Form, name) switch { "slack" => ChannelForm.Slack, "ntfy" => ChannelForm.Ntfy, _ => ChannelForm.Generic },
        SecretName.Parse(effective.Value<SecretReference>(Secret, name)?.Name ?? "approvers/webhook")))];
}

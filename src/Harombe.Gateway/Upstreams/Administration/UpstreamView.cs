using System.Text.Json.Serialization;
using Harombe.Core.Secrets;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Offering;

namespace Harombe.Gateway.Upstreams.Administration;

/// <summary>An upstream as the command line shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>ready</c>, <c>starting</c>, <c>idle</c>, <c>down</c>, <c>quarantined</c> or <c>changed</c>.</param>
/// <param name="Place">The command or the address.</param>
/// <param name="Source"><c>configuration</c>, or <c>added</c> to the running host.</param>
/// <param name="Trusted">Whether the operator vouches for what it says.</param>
/// <param name="Principals">Who it is for; empty for everybody.</param>
/// <param name="Revision">The revision of the protocol that is spoken with it.</param>
/// <param name="Process">The id of its process.</param>
/// <param name="Starts">How often it was started.</param>
/// <param name="Fault">Why it is down.</param>
/// <param name="Remedy">What to do about that.</param>
/// <param name="Fingerprint">What accepting it would accept; null when it was not heard yet.</param>
/// <param name="Secrets">The secrets that it is given.</param>
/// <param name="Revealed">Whether it is given their values, and not placeholders; null where the question does not arise.</param>
/// <param name="Signs">What in its words is suspicious.</param>
/// <param name="Definitions">What it has, and how each stands.</param>
internal sealed record UpstreamView(
    string Name,
    string State,
    string Place,
    string Source,
    bool Trusted,
    IReadOnlyList<string> Principals,
    string? Revision,
    int? Process,
    int Starts,
    string? Fault,
    string? Remedy,
    string? Fingerprint,
    IReadOnlyList<string> Secrets,
    bool? Revealed,
    IReadOnlyList<SignView> Signs,
    IReadOnlyList<DefinitionView> Definitions)
{
    /// <summary>What is known of one. What the server wrote goes through the scanner: it may quote a credential of ours.</summary>
    public static UpstreamView Of(HeldUpstream held, UpstreamSet set, ISecretScanner scanner)
    {
        var (state, live) = (held.State, held.Upstream.Live);
        var fault = live is null ? held.Upstream.Fault : null;
        return new UpstreamView(
            held.Name,
            StateOf(held, state, live),
            scanner.Redact(held.Entry.Place.Shown).Value,
            held.IsAdded ? "added" : "configuration",
            held.Entry.Trusted,
            [.. held.Entry.Principals.Select(one => one.Value)],
            live?.Revision,
            live?.ProcessId,
            held.Upstream.Starts,
            fault is null ? null : scanner.Redact(fault.Message).Value,
            fault is null ? null : scanner.Redact(fault.Remedy).Value,
            state.Live is { } said ? UpstreamState.FingerprintOf(held.Entry, said) : null,
            [.. held.Entry.Place.Secrets.Select(secret => secret.Value)],
            held.Entry.Place is UpstreamPlace.Command { Secrets.IsEmpty: false } command ? command.Reveals : null,
            [.. set.SignsOf(held, state.Live ?? []).Select(sign => new SignView(sign.Rule, sign.Weight.ToString().ToLowerInvariant(), scanner.Redact(sign.Where).Value, scanner.Redact(sign.What).Value))],
            [.. state.Standing.Standings.Select(one => DefinitionView.Of(held.Entry, one, scanner))]);
    }

    private static string StateOf(HeldUpstream held, UpstreamState state, UpstreamSession? live) => (live, held.Upstream) switch
    {
        (null, { IsStarting: true }) => "starting",
        (null, { Fault: not null }) => "down",
        _ when !state.Standing.IsAccepted => "quarantined",
        _ when state.Live is not null && state.Standing.Differs => "changed",
        (null, _) => "idle",
        _ => "ready",
    };
}

/// <summary>One definition of an upstream.</summary>
/// <param name="Kind"><c>tool</c>, <c>prompt</c>, <c>resources</c> or <c>instructions</c>.</param>
/// <param name="Name">As the server calls it.</param>
/// <param name="Offered">As it is called here, when it is a tool.</param>
/// <param name="State"><c>same</c>, <c>new</c>, <c>changed</c> or <c>gone</c>.</param>
/// <param name="Description">What is said of it.</param>
internal sealed record DefinitionView(string Kind, string Name, string? Offered, string State, string? Description)
{
    public static DefinitionView Of(UpstreamEntry entry, Standing standing, ISecretScanner scanner)
    {
        var one = standing.Live ?? standing.Definition;
        var said = one.Kind == DefinitionKind.Instructions ? one.Value.GetString() : one.Text("description");
        return new DefinitionView(
            one.Kind.ToString().ToLowerInvariant(),
            scanner.Redact(one.Name).Value,
            one.Kind == DefinitionKind.Tool ? UpstreamNames.Of(entry.Name, entry.Tools.GetValueOrDefault(one.Name)?.Alias ?? one.Name).Value : null,
            standing.Compared.ToString().ToLowerInvariant(),
            said is null ? null : scanner.Redact(said.Length <= 500 ? said : said[..499] + "…").Value);
    }
}

/// <summary>A sign that a server's words were written to steer the model, or to pass for something else.</summary>
/// <param name="Rule">Which, as a stable name.</param>
/// <param name="Weight"><c>grave</c> or <c>odd</c>.</param>
/// <param name="Where">In which definition.</param>
/// <param name="What">What was seen.</param>
internal sealed record SignView(string Rule, string Weight, string Where, string What);

/// <summary>How one definition differs from what was accepted, word by word.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Name">As the server calls it.</param>
/// <param name="State"><c>new</c>, <c>changed</c> or <c>gone</c>.</param>
/// <param name="Words">The words of both.</param>
internal sealed record DifferenceView(string Kind, string Name, string State, IReadOnlyList<Words> Words)
{
    /// <summary>Everything that is not as it was accepted.</summary>
    public static List<DifferenceView> Of(HeldUpstream held, ISecretScanner scanner)
    {
        var (state, differences) = (held.State, new List<DifferenceView>());
        if (state.Standing.WasMoved)
        {
            var before = state.Pins.First(pin => pin.Definition.Kind == DefinitionKind.Place).Definition.Text("place") ?? "";
            differences.Add(new DifferenceView("place", "", "changed", Clean(WordDiff.Of(before, held.Entry.Place.Shown), scanner)));
        }

        differences.AddRange(state.Standing.Standings.Where(one => one.Compared != Compared.Same).Select(one => new DifferenceView(
            one.Definition.Kind.ToString().ToLowerInvariant(),
            scanner.Redact(one.Definition.Name).Value,
            one.Compared.ToString().ToLowerInvariant(),
            Clean(WordDiff.Of(one.Pinned?.Value, one.Live?.Value), scanner))));
        return differences;
    }

    private static List<Words> Clean(IReadOnlyList<Words> words, ISecretScanner scanner) => [.. words.Select(one => one with { Text = scanner.Redact(one.Text).Value })];
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UpstreamView))]
[JsonSerializable(typeof(List<UpstreamView>))]
[JsonSerializable(typeof(List<DifferenceView>))]
internal sealed partial class UpstreamJson : JsonSerializerContext;

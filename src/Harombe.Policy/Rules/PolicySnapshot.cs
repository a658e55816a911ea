using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Harombe.Policy.Rules;

/// <summary>
/// One version of the policy: the profile and the operator's rules. Immutable, safe to share; a call is decided by one snapshot from beginning to end. Which
/// rules are about a tool is worked out once for each tool.
/// </summary>
internal sealed class PolicySnapshot
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, ToolRules> about = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, string> meanings = new(StringComparer.Ordinal);

    /// <param name="profile">What holds where no rule matches.</param>
    /// <param name="rules">The rules, in any order.</param>
    /// <param name="content">What the rules were read from; the version covers it.</param>
    public PolicySnapshot(PolicyProfile profile, ImmutableArray<Rule> rules, ReadOnlySpan<byte> content)
    {
        Profile = profile;
        // By effect and name, so that which of two rules is named never hangs on how the files were ordered.
        Rules = [.. rules.OrderBy(rule => rule.Verdict).ThenBy(rule => rule.Name, StringComparer.Ordinal)];
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(content));
        Version = $"{PolicyDecisions.BuiltIn}-{Word(profile)}-{ContentHash[..12]}";
    }

    public PolicyProfile Profile { get; }

    public ImmutableArray<Rule> Rules { get; }

    /// <summary>SHA-256 of what the rules were read from.</summary>
    public string ContentHash { get; }

    /// <summary>Approvals are bound to it.</summary>
    public string Version { get; }

    public static PolicySnapshot BuiltIn(PolicyProfile profile) => new(profile, [], []);

    /// <summary>The rules about a tool: those that deny, then those that ask, then those that allow.</summary>
    public ImmutableArray<Rule> About(string tool) => For(tool).Rules;

    /// <summary>The same, laid out for finding the one that speaks.</summary>
    public ToolRules For(string tool)
    {
        if (about.TryGetValue(tool, out var found))
        {
            return found;
        }

        found = new ToolRules([.. Rules.Where(rule => rule.IsAbout(tool))]);
        return about.Count < MaxRemembered ? about.GetOrAdd(tool, found) : found;
    }

    /// <summary>
    /// What the policy means for a tool: the built-in rules, the profile, and every rule that is about the tool, word by word. A change of another tool's rules
    /// leaves it as it is.
    /// </summary>
    public string MeaningOf(string tool) => meanings.TryGetValue(tool, out var known) ? known
        : meanings.Count < MaxRemembered ? meanings.GetOrAdd(tool, Meaning(tool)) : Meaning(tool);

    private string Meaning(string tool) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', About(tool).Select(rule => rule.Digest).Prepend($"{PolicyDecisions.BuiltIn} {Word(Profile)}")))))[..32];

    public static string Word(PolicyProfile profile) => profile switch
    {
        PolicyProfile.Cautious => "cautious",
        PolicyProfile.Developer => "developer",
        _ => "locked-down",
    };
}

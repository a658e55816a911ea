using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Harombe.Policy.Rules.Clauses;

/// <summary>The path lies in a folder, as it is written: a path with '..' in it lies nowhere.</summary>
internal sealed class WithinTest(string folder) : ArgumentTest
{
    private readonly string root = ArgumentValue.Clean(folder) ?? throw new ArgumentException("It is no folder.", nameof(folder));

    public override bool Passes(ArgumentValue value) => value.Path is { } path
        && (root.Length == 0 || path == root || (path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] == '/'));

    public override string ToString() => $"lies within {folder}";
}

/// <summary>The URL's host is one of these; <c>*.name</c> stands for every host below a name, not for the name.</summary>
internal sealed class HostTest(ImmutableArray<string> hosts) : ArgumentTest
{
    private readonly FrozenSet<string> names = hosts.Where(host => !IsBelow(host)).ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> below =
        hosts.Where(IsBelow).Select(host => host[2..]).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public override int Cost => 3;

    public override bool IsJoined => true;

    public override ArgumentTest? Any(IReadOnlyList<ArgumentTest> tests) => new HostTest([.. tests.SelectMany(test => ((HostTest)test).Hosts).Distinct(StringComparer.Ordinal)]);

    private ImmutableArray<string> Hosts => hosts;

    public override bool Passes(ArgumentValue value)
    {
        if (value.Host is not { } host)
        {
            return false;
        }

        if (names.Contains(host))
        {
            return true;
        }

        // Nothing before a dot at the very beginning: that is no host below a name.
        for (var dot = host.IndexOf('.', Math.Min(1, host.Length)); dot >= 0; dot = host.IndexOf('.', dot + 1))
        {
            if (below.Contains(host.AsSpan(dot + 1)))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"has the host {string.Join(" or ", hosts)}";

    private static bool IsBelow(string host) => host.StartsWith("*.", StringComparison.Ordinal);
}

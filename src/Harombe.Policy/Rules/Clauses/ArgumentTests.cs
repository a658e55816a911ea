using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Harombe.Policy.Rules.Clauses;

/// <summary>The value is one of these: texts exactly, numbers by value.</summary>
internal sealed class OneOfTest(FrozenSet<string> texts, ImmutableArray<decimal> numbers) : ArgumentTest
{
    public override bool Passes(ArgumentValue value) => value.TryNumber(out var number) ? numbers.Contains(number) : value.Text is { } text && texts.Contains(text);

    public override string ToString() => $"is {string.Join(" or ", texts.Order(StringComparer.Ordinal))}";
}

/// <summary>The whole of the text fits an expression, in linear time.</summary>
internal sealed class ExpressionTest : ArgumentTest
{
    private readonly Regex expression;
    private readonly string written;

    /// <exception cref="ArgumentException">It is no expression, or one that can't be matched in linear time.</exception>
    public ExpressionTest(string written)
    {
        this.written = written;
        try
        {
            expression = new Regex($"^(?:{written})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException(e.Message, nameof(written), e);
        }
    }

    public override int Cost => 4;

    public override bool Passes(ArgumentValue value) => value.Text is { } text && expression.IsMatch(text);

    public override string ToString() => $"matches {written}";
}

/// <summary>The path lies in a folder, as it is written: a path with '..' in it lies nowhere.</summary>
internal sealed class WithinTest(string folder) : ArgumentTest
{
    private readonly string root = Clean(folder) ?? throw new ArgumentException("It is no folder.", nameof(folder));

    public override bool Passes(ArgumentValue value) => value.Text is { } text && Clean(text) is { } path
        && (root.Length == 0 || path == root || (path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] == '/'));

    public override string ToString() => $"lies within {folder}";

    private static string? Clean(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = path.Split('/');
        return parts.Contains("..") ? null : (path.StartsWith('/') ? "/" : "") + string.Join('/', parts.Where(part => part.Length > 0 && part != "."));
    }
}

/// <summary>The URL's host is one of these; <c>*.name</c> stands for every host below a name, not for the name.</summary>
internal sealed class HostTest(ImmutableArray<string> hosts) : ArgumentTest
{
    public override int Cost => 3;

    public override bool Passes(ArgumentValue value)
    {
        if (value.Host is not { } host)
        {
            return false;
        }

        foreach (var wanted in hosts)
        {
            if (wanted.StartsWith("*.", StringComparison.Ordinal) ? host.Length > wanted.Length - 1 && host.EndsWith(wanted[1..], StringComparison.Ordinal) : host == wanted)
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"has the host {string.Join(" or ", hosts)}";
}

/// <summary>The number lies between two, both included.</summary>
internal sealed class RangeTest(decimal least, decimal most) : ArgumentTest
{
    public override bool Passes(ArgumentValue value) => value.TryNumber(out var number) && number >= least && number <= most;

    public override string ToString() => most == decimal.MaxValue ? $"is at least {least}" : least == decimal.MinValue ? $"is at most {most}" : $"is between {least} and {most}";
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Harombe.Policy.Rules.Clauses;

/// <summary>The value is one of these: texts exactly, numbers by value.</summary>
internal sealed class OneOfTest(FrozenSet<string> texts, ImmutableArray<decimal> numbers) : ArgumentTest
{
    public override bool IsJoined => true;

    public override ArgumentTest? Any(IReadOnlyList<ArgumentTest> tests) => new OneOfTest(
        tests.SelectMany(test => ((OneOfTest)test).Texts).ToFrozenSet(StringComparer.Ordinal), [.. tests.SelectMany(test => ((OneOfTest)test).Numbers).Distinct()]);

    private FrozenSet<string> Texts => texts;

    private ImmutableArray<decimal> Numbers => numbers;

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
            // By itself as well: one that closes a bracket which it didn't open would be something else among others.
            _ = new Regex(written, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            expression = new Regex($"^(?:{written})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException(e.Message, nameof(written), e);
        }
    }

    public override int Cost => 4;

    public override bool IsJoined => true;

    /// <summary>All of them in one pass; none where together they are too large for that.</summary>
    public override ArgumentTest? Any(IReadOnlyList<ArgumentTest> tests)
    {
        try
        {
            return new ExpressionTest(string.Join('|', tests.Select(test => $"(?:{((ExpressionTest)test).written})")));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public override bool Passes(ArgumentValue value) => value.Text is { } text && expression.IsMatch(text);

    public override string ToString() => $"matches {written}";
}

/// <summary>The number lies between two, both included.</summary>
internal sealed class RangeTest(decimal least, decimal most) : ArgumentTest
{
    public override bool IsJoined => true;

    public override ArgumentTest? Any(IReadOnlyList<ArgumentTest> tests) =>
        new RangeTest(tests.Min(test => ((RangeTest)test).Least), tests.Max(test => ((RangeTest)test).Most));

    private decimal Least => least;

    private decimal Most => most;

    public override bool Passes(ArgumentValue value) => value.TryNumber(out var number) && number >= least && number <= most;

    public override string ToString() => most == decimal.MaxValue ? $"is at least {least}" : least == decimal.MinValue ? $"is at most {most}" : $"is between {least} and {most}";
}

using System.Collections.Concurrent;
using System.Text.Json;
using Harombe.Core.Schemas;

namespace Harombe.Tests.Schemas;

public sealed class PublicSuiteTests
{
    private const int ExpectedTests = 1_299;

    private static readonly ConcurrentDictionary<(string, int), SchemaCompilation> Compiled = new();

    /// <summary>
    /// Groups that use a keyword which the specification lets a validator ignore, and which a guard may not. All others run as production
    /// does.
    /// </summary>
    private static readonly Dictionary<(string File, string Group), string> NeedUnknownKeywords = new()
    {
        [("vocabulary", "schema that uses custom metaschema with with no validation vocabulary")] =
            "its dialect leaves validation out, so 'minimum' is unknown and must be ignored; by default such a schema is rejected, see the next test",
    };

    public static TheoryData<string, int, string, int, string> Cases()
    {
        var cases = new TheoryData<string, int, string, int, string>();
        foreach (var (file, index, group) in PublicSuite.All)
        {
            var number = 0;
            foreach (var test in group.GetProperty("tests").EnumerateArray())
                cases.Add(file, index, PublicSuite.Describe(group), number++, PublicSuite.Describe(test));
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Required_test_of_the_public_suite_gets_the_verdict_it_demands(string file, int group, string about, int number, string what)
    {
        var unknown = NeedUnknownKeywords.ContainsKey((file, about)) ? UnknownKeywords.Annotate : UnknownKeywords.Reject;
        var compilation = Compiled.GetOrAdd((file, group), _ => PublicSuite.Compile(PublicSuite.Group(file, group), unknown));
        var schema = Assert.IsType<SchemaCompilation.Compiled>(compilation).Schema;
        var test = PublicSuite.Group(file, group).GetProperty("tests")[number];

        var verdict = schema.Validate(test.GetProperty("data"));

        Assert.True(test.GetProperty("valid").GetBoolean() == verdict.IsValid, $"{file}: {about}: {what}: {verdict}");
        Assert.Equal(verdict.IsValid, verdict.Violations.IsEmpty);
    }

    [Fact]
    public void Group_that_needs_ignored_keywords_is_rejected_by_default()
    {
        foreach (var ((file, about), _) in NeedUnknownKeywords)
        {
            var (_, _, group) = PublicSuite.All.Single(entry => entry.File == file && PublicSuite.Describe(entry.Group) == about);
            var rejected = Assert.IsType<SchemaCompilation.Rejected>(PublicSuite.Compile(group, UnknownKeywords.Reject));
            Assert.Contains("is not a keyword that can be checked", rejected.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_test_of_the_suite_is_missing() => Assert.Equal(ExpectedTests, Cases().Count);
}

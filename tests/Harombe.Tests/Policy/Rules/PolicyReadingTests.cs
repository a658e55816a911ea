namespace Harombe.Tests.Policy.Rules;

public sealed class PolicyReadingTests
{
    [Theory]
    [InlineData("rules:\n  - name: a\n    effect: alow\n    match: { tool: x }", 3, "The rule has no effect")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match: { tools: x }", 4, "unknown key 'tools'")]
    [InlineData("rules:\n  - name: a\n    effect: deny", 2, "says nothing of what it matches")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match: {}", 4, "matches every call")]
    [InlineData("rules:\n  - effect: deny\n    match: { tool: x }", 2, "has no name")]
    [InlineData("rule:\n  - name: a", 1, "unknown key 'rule'")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match:\n      arguments:\n        - path: to\n          equals: x", 6, "no path to an argument")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match:\n      arguments:\n        - path: $.to", 6, "Nothing is said of $.to")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match:\n      arguments:\n        - path: $.to\n          matches: '(a)\\1'", 7, "can't be matched in linear time")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match:\n      arguments:\n        - path: $.to\n          matches: '(?=a)'", 7, "can't be matched in linear time")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match:\n      arguments:\n        - path: $.to\n          matches: 'a)|(?:b'", 7, "can't be matched")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match:\n      arguments:\n        - path: $.to\n          within: a/../b", 7, "lies nowhere")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match: { risk: severe }", 4, "'severe' is not low")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match: { time: { from: 25h } }", 4, "'25h' is not a time")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match: { time: { zone: Mars/Base } }", 4, "no time zone")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match: { rate: { calls: 0, per: minute } }", 4, "not a number above zero")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match: { after: { read: web } }", 4, "nothing that is read")]
    [InlineData("rules:\n  - name: a\n    effect: deny\n    match: { tool: x, flow: any }", 4, "only means something for a rule that allows")]
    [InlineData("rules: &a\n  - name: a", 1, "Anchors")]
    [InlineData("rules:\n\t- a", 1, "not valid YAML")]
    [InlineData("rules: []\n---\nrules: []", 2, "more than one document")]
    public void Fault_names_its_line(string yaml, int line, string what)
    {
        var fault = Assert.Single(Policies.Faults(yaml), fault => fault.What.Contains(what, StringComparison.Ordinal));
        Assert.Equal(line, fault.Place.Line);
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void Every_fault_of_a_file_is_named_at_once() =>
        Assert.Equal(2, Policies.Faults("rules:\n  - { name: a, effect: no, match: { tool: x } }\n  - { name: b, effect: deny, match: { tol: x } }").Count(fault => fault.What.Contains("effect", StringComparison.Ordinal) || fault.What.Contains("tol", StringComparison.Ordinal)));
}

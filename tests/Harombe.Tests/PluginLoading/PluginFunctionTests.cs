using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Agent.PluginLoading;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Tests.PluginLoading;

public sealed class PluginFunctionTests
{
    private static readonly Label Own = new(Integrity.Own, Confidentiality.Private);

    [Fact]
    public void Schema_is_one_closed_object_with_descriptions_and_required_names()
    {
        var schema = Function(nameof(Sample.Scalars)).Schema();
        Assert.Equal(["type", "properties", "required", "additionalProperties"], schema.EnumerateObject().Select(member => member.Name));
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(["whole", "real", "flag", "day"], schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"description":"A whole number","type":"integer"}"""),
            JsonNode.Parse(schema.GetProperty("properties").GetProperty("whole").GetRawText())));
        Assert.Equal(["monday", "friday"], schema.GetProperty("properties").GetProperty("day").GetProperty("enum").EnumerateArray().Select(day => day.GetString()));
    }

    [Fact]
    public void Schema_of_a_nested_object_is_closed_and_camel_case()
    {
        var person = Function(nameof(Sample.Greet)).Schema().GetProperty("properties").GetProperty("person");
        Assert.False(person.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(["fullName", "home"], person.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.False(person.GetProperty("properties").GetProperty("home").GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public void Schema_of_a_recursive_type_refers_to_where_it_stands()
    {
        var schema = Function(nameof(Sample.Count)).Schema();
        Assert.Contains("\"$ref\":\"#/properties/tree", schema.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Sample.Scalars), """{"whole":7,"real":2,"flag":true,"day":"friday"}""", "7 2 True Friday x - 5")]
    [InlineData(nameof(Sample.Scalars), """{"whole":-1,"real":1.5,"flag":false,"day":"monday","text":"7","maybe":3,"many":9}""", "-1 1.5 False Monday 7 3 9")]
    [InlineData(nameof(Sample.Scalars), """{"whole":7,"real":2,"flag":true,"day":"friday","maybe":null}""", "7 2 True Friday x - 5")]
    [InlineData(nameof(Sample.Greet), """{"person":{"fullName":"Ada","home":{"city":"London"}}}""", "Ada London -")]
    [InlineData(nameof(Sample.Greet), """{"person":{"fullName":"Ada","home":{"city":"London"},"title":"Lady"}}""", "Ada London Lady")]
    [InlineData(nameof(Sample.Sum), """{"numbers":[1,2,3],"names":["a","b"]}""", "6 ab")]
    [InlineData(nameof(Sample.Count), """{"tree":{"children":[{"children":[]},{"children":[]}]}}""", "3")]
    [InlineData(nameof(Sample.Note), """{}""", "null")]
    [InlineData(nameof(Sample.Note), """{"text":null}""", "null")]
    public async Task Arguments_are_bound_to_what_the_function_declares(string method, string arguments, string result) =>
        Assert.Equal(result, (await CallAsync(method, arguments)).PlainText);

    [Theory]
    [InlineData(nameof(Sample.Scalars), """{"real":2,"flag":true,"day":"friday"}""", "'whole' is missing")]
    [InlineData(nameof(Sample.Scalars), """{"Whole":7,"real":2,"flag":true,"day":"friday"}""", "'Whole' is not an argument")]
    [InlineData(nameof(Sample.Scalars), """{"whole":"7","real":2,"flag":true,"day":"friday"}""", "'whole' can't be")]
    [InlineData(nameof(Sample.Scalars), """{"whole":7.5,"real":2,"flag":true,"day":"friday"}""", "'whole' can't be")]
    [InlineData(nameof(Sample.Scalars), """{"whole":null,"real":2,"flag":true,"day":"friday"}""", "'whole' can't be null")]
    [InlineData(nameof(Sample.Scalars), """{"whole":7,"real":2,"flag":"true","day":"friday"}""", "'flag' can't be")]
    [InlineData(nameof(Sample.Scalars), """{"whole":7,"real":2,"flag":true,"day":1}""", "'day' can't be")]
    [InlineData(nameof(Sample.Scalars), """{"whole":7,"real":2,"flag":true,"day":"friday","text":null}""", "'text' can't be null")]
    [InlineData(nameof(Sample.Greet), """{"person":{"FullName":"Ada","home":{"city":"London"}}}""", "'person' can't be")]
    [InlineData(nameof(Sample.Greet), """{"person":{"fullName":"Ada","home":{"City":"London"}}}""", "'person' can't be")]
    [InlineData(nameof(Sample.Greet), """{"person":{"fullName":null,"home":{"city":"London"}}}""", "'person' can't be")]
    [InlineData(nameof(Sample.Greet), """{"person":{"fullName":"Ada"}}""", "'person' can't be")]
    [InlineData(nameof(Sample.Sum), """{"numbers":["1"],"names":[]}""", "'numbers' can't be")]
    public async Task Argument_that_does_not_fit_is_refused_and_never_silently_null(string method, string arguments, string why)
    {
        var refused = await Tools.RefusedAsync(Offer(method), arguments);
        Assert.Equal("plugin.arguments", refused.Rule);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_is_returned_as_text_and_as_structure_with_the_tools_label()
    {
        var content = await CallAsync(nameof(Sample.Home), "{}");
        Assert.Equal("""{"city":"London"}""", content.PlainText);
        Assert.Equal("London", content.Structured?.Value.GetProperty("city").GetString());
        Assert.Equal(Own, content.Label);
    }

    [Theory]
    [InlineData(nameof(Sample.Nothing), "Done.")]
    [InlineData(nameof(Sample.Words), "words")]
    [InlineData(nameof(Sample.LaterAsync), "later")]
    public async Task Every_way_of_answering_becomes_content(string method, string text)
    {
        var content = await CallAsync(method, "{}");
        Assert.Equal(text, content.PlainText);
        Assert.Equal(Own, content.Label);
    }

    [Fact]
    public async Task Refusal_of_a_function_keeps_its_reason() =>
        Assert.Equal(new Reason("sample.never", "No.", "Ask another."), await Tools.RefusedAsync(Offer(nameof(Sample.Never)), "{}"));

    [Fact]
    public async Task Exception_of_a_function_comes_out_as_it_is() =>
        Assert.Equal("boom", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await CallAsync(nameof(Sample.Boom), "{}"))).Message);

    [Fact]
    public void Parameters_that_differ_in_case_only_are_refused() =>
        Assert.Equal("plugin.function", Assert.Throws<BrokenPluginException>(() => Function(nameof(Sample.Twins))).Reason.Rule);

    private static PluginFunction Function(string method) => new(typeof(Sample).GetMethod(method)!, new Sample(), PluginJson.Create());

    private static ValueTask<ToolContent> CallAsync(string method, string arguments) => Tools.CallAsync(Offer(method), arguments);

    private static ToolOffer Offer(string method)
    {
        var function = Function(method);
        var definition = new ToolDefinition
        {
            Name = ToolName.Parse("sample." + function.Name), Description = "d", InputSchema = function.Schema(), Origin = "test", Risk = Risk.Low,
        };
        return new ToolOffer(definition, function.Body(Own));
    }

    internal enum Day
    {
        Monday,
        Friday,
    }

    internal sealed record Address(string City);

    internal sealed record Person(string FullName, Address Home, string? Title = null);

    internal sealed record Tree(IReadOnlyList<Tree> Children);

    internal sealed class Sample
    {
        [KernelFunction]
        public string Scalars(
            [Description("A whole number")] int whole, double real, bool flag, Day day, string text = "x", int? maybe = null, long many = 5) =>
            FormattableString.Invariant($"{whole} {real} {flag} {day} {text} {maybe?.ToString() ?? "-"} {many}");

        [KernelFunction]
        public string Greet(Person person) => $"{person.FullName} {person.Home.City} {person.Title ?? "-"}";

        [KernelFunction]
        public string Sum(int[] numbers, List<string> names) => $"{numbers.Sum()} {string.Concat(names)}";

        [KernelFunction]
        public string Count(Tree tree) => FormattableString.Invariant($"{Size(tree)}");

        [KernelFunction]
        public string Note(string? text = null) => text ?? "null";

        [KernelFunction]
        public Address Home() => new("London");

        [KernelFunction]
        public void Nothing()
        {
        }

        [KernelFunction]
        public ToolAnswer Words() => ToolAnswer.Of("words");

        [KernelFunction]
        public async Task<ToolAnswer> LaterAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return ToolAnswer.Of(new Address("x"), "later");
        }

        [KernelFunction]
        public ToolAnswer Never() => ToolAnswer.Refuse(new Reason("sample.never", "No.", "Ask another."));

        [KernelFunction]
        public string Boom() => throw new InvalidOperationException("boom");

        [KernelFunction]
        public string Twins(string a, string A) => a + A;

        private static int Size(Tree tree) => 1 + tree.Children.Sum(Size);
    }
}

using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Microsoft.SemanticKernel;

namespace Harombe.Tests.Guard;

public sealed class KernelArgumentsFormTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"b":1,"a":"x"}""")]
    [InlineData("""{"text":"\u00e9 \"quoted\"\n","deep":{"z":[1,2.5,null,true],"a":{}}}""")]
    public void What_arrives_hashes_as_what_was_checked(string json) =>
        Assert.Equal(Arguments(json).Hash, KernelArgumentsForm.Hash(Carried(Arguments(json))));

    [Fact]
    public void A_changed_an_added_and_a_removed_argument_hash_differently()
    {
        var arguments = Arguments("""{"path":"a.txt","replace":false}""");
        var (changed, added, removed) = (Carried(arguments), Carried(arguments), Carried(arguments));
        KernelArgumentsForm.Fill(changed, Arguments("""{"path":"b.txt","replace":false}"""));
        added["mode"] = JsonElement.Parse("1");
        KernelArgumentsForm.Fill(removed, Arguments("""{"path":"a.txt"}"""));
        Assert.All([changed, added, removed], tampered => Assert.NotEqual(arguments.Hash, KernelArgumentsForm.Hash(tampered)));
    }

    [Fact]
    public void Arguments_that_are_not_json_or_have_no_canonical_form_have_the_hash_of_nothing()
    {
        Assert.Equal(default, KernelArgumentsForm.Hash([]));
        Assert.Equal(default, KernelArgumentsForm.Hash(new KernelArguments { ["arguments"] = """{"path":"a.txt"}""" }));
        Assert.Equal(default, KernelArgumentsForm.Hash(new KernelArguments { ["arguments"] = JsonElement.Parse("""{"n":9007199254740993}""") }));
        Assert.Equal(default, KernelArgumentsForm.Hash(new KernelArguments { ["path"] = JsonElement.Parse("{}") }));
    }

    private static ToolArguments Arguments(string json) =>
        ToolArguments.TryCreate(JsonElement.Parse(json), Label.OfUser, null, out var arguments, out var fault) ? arguments : throw new InvalidOperationException(fault);

    private static KernelArguments Carried(ToolArguments arguments)
    {
        var carried = new KernelArguments();
        KernelArgumentsForm.Fill(carried, arguments);
        return carried;
    }
}

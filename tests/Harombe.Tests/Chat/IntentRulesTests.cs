using System.Reflection;
using Harombe.Agent.LanguageModels.OfflineRules;
using Harombe.Plugins.Clock;
using Harombe.Plugins.Files;
using Microsoft.SemanticKernel;

namespace Harombe.Tests.Chat;

public sealed class IntentRulesTests
{
    public static TheoryData<string, string, string> Sentences => new()
    {
        { "what time is it", "clock_now", "{}" },
        { "What's the time?", "clock_now", "{}" },
        { "what time is it in Europe/Berlin?", "clock_now", """{"zone":"Europe/Berlin"}""" },
        { "list files", "files_list", "{}" },
        { "show files", "files_list", "{}" },
        { "list my files in notes/2026", "files_list", """{"folder":"notes/2026"}""" },
        { "read hello.txt", "files_read", """{"path":"hello.txt"}""" },
        { "show hello.txt", "files_read", """{"path":"hello.txt"}""" },
        { "write hello.txt with hello world", "files_write", """{"path":"hello.txt","content":"hello world"}""" },
        { "write hello.txt: hello world", "files_write", """{"path":"hello.txt","content":"hello world"}""" },
        { "Write hello.txt saying Hello World", "files_write", """{"path":"hello.txt","content":"Hello World"}""" },
        { "append to log.txt: one more", "files_append", """{"path":"log.txt","content":"one more"}""" },
        { "search hello", "files_search", """{"text":"hello"}""" },
        { "find the word in notes", "files_search", """{"text":"the word","folder":"notes"}""" },
        { "move a.txt to b/c.txt", "files_move", """{"from":"a.txt","to":"b/c.txt"}""" },
        { "delete a.txt", "files_delete", """{"path":"a.txt"}""" },
        { """call files.read {"path":"a.txt"}""", "files.read", """{"path":"a.txt"}""" },
        { "call clock.now", "clock.now", "{}" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentence_becomes_call(string sentence, string tool, string arguments)
    {
        var call = Assert.IsType<Intent.Call>(IntentRules.Read(sentence));
        Assert.Equal(tool, call.Tool);
        Assert.Equal(arguments, call.Arguments?.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Every_argument_is_one_that_the_tool_has(string sentence, string tool, string arguments)
    {
        Assert.NotEmpty(arguments);
        var call = Assert.IsType<Intent.Call>(IntentRules.Read(sentence));
        var parts = tool.Split('_', '.');
        var plugin = parts[0] == "clock" ? typeof(ClockPlugin) : typeof(FilesPlugin);
        var method = plugin.GetMethods().Single(method => method.GetCustomAttribute<KernelFunctionAttribute>()?.Name == parts[1]);
        var known = method.GetParameters().Select(parameter => parameter.Name).ToHashSet();
        Assert.All(call.Arguments!, argument => Assert.Contains(argument.Key, known));
    }

    [Theory]
    [InlineData("list my tools")]
    [InlineData("show tools")]
    [InlineData("what can you do?")]
    [InlineData("help")]
    public void Tools_are_listed(string sentence) => Assert.IsType<Intent.ListTools>(IntentRules.Read(sentence));

    [Theory]
    [InlineData("")]
    [InlineData("tell me a story")]
    [InlineData("what is the weather")]
    public void Anything_else_is_no_rule(string sentence) => Assert.IsType<Intent.None>(IntentRules.Read(sentence));

    [Fact]
    public void Arguments_that_are_no_object_are_told() => Assert.Null(Assert.IsType<Intent.Call>(IntentRules.Read("call files.read {path}")).Arguments);
}

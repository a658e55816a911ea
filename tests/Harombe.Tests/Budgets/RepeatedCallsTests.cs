using Harombe.Agent.Budgets;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;
using Harombe.Tests.Conversations;

namespace Harombe.Tests.Budgets;

/// <summary>What counts as turning in circles, and what doesn't.</summary>
public sealed class RepeatedCallsTests
{
    [Fact]
    public void The_same_call_with_the_same_result_is_a_loop() => Assert.Equal("budget.repeats", RepeatedCalls.Find([User, .. Call("a", "1"), .. Call("a", "1"), .. Call("a", "1")], 3)?.Rule);

    [Fact]
    public void Others_in_between_do_not_hide_it() =>
        Assert.NotNull(RepeatedCalls.Find([User, .. Call("a", "1"), .. Call("b", "2"), .. Call("a", "1"), .. Call("b", "2"), .. Call("a", "1")], 3));

    [Fact]
    public void Another_result_is_progress() => Assert.Null(RepeatedCalls.Find([User, .. Call("a", "1"), .. Call("a", "2"), .. Call("a", "3")], 3));

    [Fact]
    public void Other_arguments_are_another_call() =>
        Assert.Null(RepeatedCalls.Find([User, .. Call("a", "1", """{"n":1}"""), .. Call("a", "1", """{"n":2}"""), .. Call("a", "1", """{"n":3}""")], 3));

    [Fact]
    public void What_the_user_asks_again_counts_anew() =>
        Assert.Null(RepeatedCalls.Find([User, .. Call("a", "1"), .. Call("a", "1"), User, .. Call("a", "1")], 3));

    private static Message User => new Message.User("go", Label.OfUser);

    private static IEnumerable<Message> Call(string tool, string result, string arguments = "{}")
    {
        var call = ConversationsOnDisk.Call(tool, arguments);
        return [new Message.Assistant("", [call]), ConversationsOnDisk.Answer(call, result)];
    }
}

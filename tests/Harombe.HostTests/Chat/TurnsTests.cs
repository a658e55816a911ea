using Harombe.Agent.Chat;
using Harombe.Core.Conversations;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Chat;

/// <summary>Turns that are taken up twice, or answered at the wrong moment.</summary>
public sealed class TurnsTests
{
    [Fact]
    public async Task A_turn_that_has_ended_is_not_run_again()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Text("First.");
        host.Script.Text("Second.");
        var conversations = host.Services.GetRequiredService<IConversations>();
        var first = await host.SayAsync("one");
        var turn = await conversations.FindTurnAsync(new TurnId(first.Events[0].Text("turn")), CancellationToken.None);

        await host.Services.GetRequiredService<Turns>().ResumeAsync(turn!, CancellationToken.None);
        await host.SayAsync("two", first.Session);
        using var watch = await host.WatchAsync(first.Session);
        var all = await ServerEvents.ReadAllAsync(watch);

        Assert.Equal(["First.", "Second."], all.Where(item => item.Kind == "message").Select(item => item.Text("text")));
        Assert.Equal(2, all.Count(item => item.Kind == "done"));
    }

    [Fact]
    public async Task An_answer_that_comes_while_the_turn_is_on_its_way_to_waiting_is_not_lost()
    {
        var (parked, answered) = (new TaskCompletionSource<string>(), new TaskCompletionSource());
        await using var host = await ChatHost.StartAsync(more: services =>
        {
            var inner = services.Last(service => service.ServiceType == typeof(IConversations));
            services.AddSingleton(provider => HeldConversations.Around(
                (IConversations)(inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)), parked, answered));
        });
        host.Script.Tool("files_write", """{"path":"a.txt","content":"a"}""");
        host.Script.Text("Written.");
        using var stream = await host.PostAsync("write it");
        var talk = ServerEvents.ReadAllAsync(stream);

        var approval = await parked.Task;
        await host.AnswerAsync(approval, approve: true);
        var session = (await answered.Task.ContinueWith(_ => talk, TaskScheduler.Default).Unwrap())[0].Text("session");
        using var watch = await host.WatchAsync(session);
        var all = new Talk(await ServerEvents.ReadAllAsync(watch));

        Assert.Equal("done", all.State);
        Assert.Equal("Written.", all.Message);
    }
}

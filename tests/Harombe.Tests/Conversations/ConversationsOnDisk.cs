using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Host.State;
using Harombe.Memory;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Conversations;

/// <summary>Conversations over a real file, wired as the host does it, and the few values that every test needs.</summary>
internal sealed class ConversationsOnDisk : IDisposable
{
    public static readonly PrincipalId Owner = new("owner");

    private readonly TemporaryFolder folder = new();
    private readonly List<ServiceProvider> hosts = [];

    public ConversationsOnDisk() => Conversations = OpenAgain();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero).AddTicks(4567));

    public IConversations Conversations { get; }

    /// <summary>What another host sees that opens the same file while the first one still holds it.</summary>
    public IConversations OpenAgain()
    {
        var host = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddStateStore(folder["state.db"])
            .AddHarombeMemory()
            .BuildServiceProvider();
        hosts.Add(host);
        return host.GetRequiredService<IConversations>();
    }

    public async Task<Turn> BeginAsync(string text = "hello") =>
        await BeginAsync((await Conversations.StartAsync(Owner, CancellationToken.None)).Id, text);

    public async Task<Turn> BeginAsync(SessionId session, string text = "hello")
    {
        var turn = await Conversations.BeginTurnAsync(session, new(text, Label.OfUser), CancellationToken.None);
        Assert.NotNull(turn);
        return turn;
    }

    public async Task AskAsync(Turn turn, params ImmutableArray<RequestedCall> calls) =>
        Assert.True(await Conversations.AddAsync(turn, new Message.Assistant("I'll look.", calls), CancellationToken.None));

    public static RequestedCall Call(string tool = "files__read", string? arguments = """{"path":"a.txt"}""") =>
        new(CallId.New(), "m_" + Guid.NewGuid().ToString("N"), tool, arguments is null ? null : JsonElement.Parse(arguments));

    public static Message.ToolAnswer Answer(RequestedCall call, string text = "content") =>
        new(call.Id, call.ModelCallId, call.Tool, text, "completed", Label.OfOutside);

    /// <summary>A message as one line: records with JSON in them compare by reference, this compares by value.</summary>
    public static string Line(Message message) => message switch
    {
        Message.User user => $"user {user.Label}: {user.Text}",
        Message.Assistant assistant => $"assistant: {assistant.Text} [{string.Join("; ", assistant.Calls.Select(Line))}]",
        Message.ToolAnswer answer =>
            $"answer {answer.Call} {answer.ModelCallId} {answer.Tool} {answer.Ending} {answer.Label}: {answer.Text}",
        _ => throw new ArgumentOutOfRangeException(nameof(message)),
    };

    public static string Line(RequestedCall call) => $"{call.Id} {call.ModelCallId} {call.Tool} {call.Arguments?.GetRawText() ?? "not JSON"}";

    public static string Line(OpenCall call) => $"{Line(call.Call)} waits for {call.Approval}";

    public void Dispose()
    {
        hosts.ForEach(host => host.Dispose());
        folder.Dispose();
    }
}

using CsCheck;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;
using static Harombe.Tests.Conversations.ConversationsOnDisk;

namespace Harombe.Tests.Conversations;

/// <summary>Whatever is done to two conversations, in whatever order: another host that opens the file sees what a plain list in memory says.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Json = ["null", "{}", "[1,2.50]", """{"a":{"b":"ü\n"}}""", "true", "\"x\""];

    private static readonly Gen<string> Text = Gen.OneOf(Gen.Char[' ', '\ud7ff'], Gen.Char['\0', '\x1f']).Array[0, 20].Select(text => new string(text));

    private static readonly Gen<Label> AnyLabel = Gen.Select(Gen.Enum<Integrity>(), Gen.Enum<Confidentiality>()).Select((i, c) => new Label(i, c));

    private static readonly Gen<RequestedCall> AnyCall = Gen.Select(Text, Text, Gen.Int[0, Json.Length]).Select((id, tool, json) =>
        Call(tool, json < Json.Length ? Json[json] : null) with { ModelCallId = id });

    private static readonly Gen<Func<Conversation, Task>> Step = Gen.OneOf(
        Gen.Select(Text, AnyLabel).Select((text, label) => (Func<Conversation, Task>)(c => c.Begin(new(text, label)))),
        Gen.Select(Text, AnyCall.Array[0, 3], Gen.Int[0, 9]).Select((text, calls, turn) =>
            (Func<Conversation, Task>)(c => c.Say(turn, new(text, [.. calls.Select(call => call with { Id = CallId.New() })])))),
        Gen.Select(Gen.Int[0, 9], Text, AnyLabel).Select((call, text, label) => (Func<Conversation, Task>)(c => c.Answer(call, text, label))),
        Gen.Int[0, 9].Select(call => (Func<Conversation, Task>)(c => c.Park(call))),
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 5]).Select((turn, state) => (Func<Conversation, Task>)(c => c.Move(turn, (TurnState)state))),
        Gen.Select(Gen.Int[0, 9], Text).Select((turn, text) => (Func<Conversation, Task>)(c => c.Tell(turn, text))));

    [Fact]
    public async Task Whatever_is_done_to_conversations_reads_back_from_another_host() =>
        await Gen.Select(Step, Gen.Bool).Array[0, 30].SampleAsync(
            async steps =>
            {
                using var disk = new ConversationsOnDisk();
                Conversation[] conversations = [await Conversation.StartAsync(disk), await Conversation.StartAsync(disk)];
                foreach (var (step, second) in steps)
                {
                    await step(conversations[second ? 1 : 0]);
                }

                var restarted = disk.OpenAgain();
                await conversations[0].Compare(restarted);
                await conversations[1].Compare(restarted);
            },
            iter: 60,
            threads: 2);

    /// <summary>One conversation twice: on the disk, and as the lists that say what must be there.</summary>
    private sealed class Conversation(IConversations disk, SessionId session)
    {
        private readonly List<(Turn Turn, List<Message> Messages)> turns = [];
        private readonly List<(Turn Turn, RequestedCall Call)> asked = [];
        private readonly Dictionary<CallId, ApprovalId> parked = [];
        private readonly HashSet<CallId> answered = [];
        private readonly List<TurnEvent> events = [];

        public static async Task<Conversation> StartAsync(ConversationsOnDisk disk) =>
            new(disk.Conversations, (await disk.Conversations.StartAsync(Owner, CancellationToken.None)).Id);

        public async Task Begin(Message.User message)
        {
            var turn = await disk.BeginTurnAsync(session, message, CancellationToken.None);
            Assert.Equal(turns.Exists(known => IsOpen(known.Turn)), turn is null);
            if (turn is not null)
            {
                turns.Add((turn, [message]));
            }
        }

        public async Task Say(int which, Message.Assistant message)
        {
            if (turns.Count > 0)
            {
                var (turn, messages) = turns[which % turns.Count];
                var added = await disk.AddAsync(turn, message, CancellationToken.None);
                Assert.Equal(IsOpen(turn), added);
                if (added)
                {
                    messages.Add(message);
                    asked.AddRange(message.Calls.Select(call => (turn, call)));
                }
            }
        }

        public async Task Answer(int which, string text, Label label)
        {
            if (asked.Count > 0)
            {
                var (turn, call) = asked[which % asked.Count];
                var answer = ConversationsOnDisk.Answer(call, text) with { Label = label };
                await disk.AddAsync(turn, answer, CancellationToken.None);
                if (answered.Add(call.Id))
                {
                    turns.Find(known => known.Turn.Id == turn.Id).Messages.Add(answer);
                }
            }
        }

        public async Task Park(int which)
        {
            if (asked.Count > 0)
            {
                var (turn, call) = asked[which % asked.Count];
                var approval = ApprovalId.New();
                await disk.ParkAsync(turn, call.Id, approval, CancellationToken.None);
                if (!answered.Contains(call.Id))
                {
                    parked[call.Id] = approval;
                }
            }
        }

        public async Task Move(int which, TurnState state)
        {
            if (turns.Count > 0)
            {
                which %= turns.Count;
                var (turn, messages) = turns[which];
                Assert.Equal(IsOpen(turn), await disk.SetStateAsync(turn.Id, state, [], CancellationToken.None));
                turns[which] = (IsOpen(turn) ? turn with { State = state } : turn, messages);
            }
        }

        public async Task Tell(int which, string text)
        {
            if (turns.Count > 0)
            {
                var told = new TurnEvent(
                    session, turns[which % turns.Count].Turn.Id, events.Count + 1, "token", System.Text.Json.JsonSerializer.Serialize(text));
                await disk.AddEventsAsync([told], CancellationToken.None);
                events.Add(told);
            }
        }

        public async Task Compare(IConversations restarted)
        {
            Assert.Equal(
                turns.SelectMany(turn => turn.Messages).Select(Line),
                (await restarted.MessagesAsync(session, CancellationToken.None)).Select(Line));
            Assert.Equal(events, await restarted.EventsAsync(session, 0, CancellationToken.None));
            Assert.Equal(
                turns.Select(known => known.Turn).Where(IsOpen),
                (await restarted.OpenTurnsAsync(CancellationToken.None)).Where(turn => turn.Session == session));
            foreach (var (turn, _) in turns)
            {
                Assert.Equal(turn, await restarted.FindTurnAsync(turn.Id, CancellationToken.None));
                var open = asked.Where(one => one.Turn.Id == turn.Id && !answered.Contains(one.Call.Id)).ToList();
                Assert.Equal(
                    open.Select(one => Line(new OpenCall(one.Call, parked.TryGetValue(one.Call.Id, out var approval) ? approval : null))),
                    (await restarted.OpenCallsAsync(turn.Id, CancellationToken.None)).Select(Line));
            }

            foreach (var (call, approval) in parked)
            {
                var turn = turns.Find(known => known.Turn.Id == asked.Find(one => one.Call.Id == call).Turn.Id).Turn;
                Assert.Equal(
                    IsOpen(turn) && !answered.Contains(call) ? turn : null,
                    await restarted.FindTurnWaitingForAsync(approval, CancellationToken.None));
            }
        }

        // "asked" keeps the turn as it was then; where a turn stands now is asked of the list of turns.
        private static bool IsOpen(Turn turn) => turn.State is TurnState.Running or TurnState.Waiting;
    }
}

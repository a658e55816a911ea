using System.CommandLine;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Chat;

/// <summary><c>harombe chat</c>: one message, or a conversation in the terminal.</summary>
internal sealed class ChatCommand : Command
{
    private static readonly Argument<string[]> Words = new("message") { Description = "What to say; without it, a conversation begins.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Session = new("--session") { Description = "The conversation to go on with.", HelpName = "id" };

    private static readonly Option<string?> Model = new("--model") { Description = "The model that answers; 'harombe models' lists them.", HelpName = "name" };
    private static readonly Option<string[]> Files = new("--file") { Description = "A picture, a PDF or a text to send along; may be given several times.", HelpName = "path", AllowMultipleArgumentsPerToken = false };

    public ChatCommand(Surroundings here)
        : base("chat", "Chat with the agent. Ctrl-C ends the turn and its tools; a second one leaves.")
    {
        Add(Words);
        Add(Session);
        Add(Model);
        Add(Files);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var message = string.Join(' ', run.Parsed.GetValue(Words) ?? []);
        if (message.Length == 0 && !run.Terminal.Asks)
        {
            message = (await run.Terminal.Input.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).Trim();
            if (message.Length == 0)
            {
                return run.Fail(Stop.Usage("there is no message and nobody at the input to type one", "harombe chat 'what is in my workspace?'"));
            }
        }

        if (ChatAttachments.Read(run.Parsed.GetValue(Files) ?? []).Failed(out var stop, out var files) || run.Connect().Failed(out stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            return message.Length > 0
                ? await OnceAsync(run, host, Message(run, message, files), cancellationToken).ConfigureAwait(false)
                : await ConverseAsync(run, host, files, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ChatMessage Message(Invocation run, string message, IReadOnlyList<ChatFile> files) =>
        new(message, run.Parsed.GetValue(Session), run.Parsed.GetValue(Model), files.Count == 0 ? null : files);

    private static async Task<int> OnceAsync(Invocation run, HostClient host, ChatMessage message, CancellationToken cancellationToken)
    {
        var ending = await TurnAsync(run, host, message, cancellationToken).ConfigureAwait(false);
        return ending.Stop is { } stop ? run.Fail(stop) : ending.ExitCode;
    }

    private static async Task<int> ConverseAsync(Invocation run, HostClient host, IReadOnlyList<ChatFile> files, CancellationToken cancellationToken)
    {
        var session = run.Parsed.GetValue(Session);
        run.Say("Say something; Ctrl-D or /exit leaves.");
        while (true)
        {
            run.Terminal.Error.Write("> ");
            run.Terminal.Error.Flush();
            var line = await run.Terminal.Lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (line is null || line.Trim() is "/exit" or "/quit")
            {
                return ExitCode.Done;
            }

            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var ending = await TurnAsync(run, host, Message(run, line, files) with { Session = session }, cancellationToken).ConfigureAwait(false);
            (session, files) = (ending.Session, []);
            if (ending.Stop is { } stop)
            {
                run.Fail(stop);
                if (stop.ExitCode == ExitCode.NoHost)
                {
                    return stop.ExitCode;
                }
            }
        }
    }

    private static async Task<TurnEnding> TurnAsync(Invocation run, HostClient host, ChatMessage message, CancellationToken cancellationToken)
    {
        // A program that reads JSON can't be asked: its stream would hold a prompt.
        var asks = run.Terminal.Asks && !run.Json;
        IChatScreen screen = run.Json ? new JsonLinesScreen(run.Terminal.Output) : new TerminalScreen(run.Terminal);
        var turn = new ChatTurn(host, screen, asks ? new ChatAnswers(host, run.Terminal) : null);
        using var cancelling = new CancellationTokenSource();
        using var taking = run.Here.Interrupts.Take(() => TryCancel(cancelling));
        return await turn.RunAsync(message, cancelling.Token, cancellationToken).ConfigureAwait(false);
    }

    private static bool TryCancel(CancellationTokenSource cancelling)
    {
        if (cancelling.IsCancellationRequested)
        {
            return false;
        }

        cancelling.Cancel();
        return true;
    }
}

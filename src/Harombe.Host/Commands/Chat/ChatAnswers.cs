using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Chat;

/// <summary>Puts a turn's questions to the person at the terminal. Nothing is ever approved but by a typed yes.</summary>
internal sealed class ChatAnswers(HostClient host, Terminal terminal)
{
    private const int Conflict = 409;

    /// <summary>Asks and sends the answer; null when the turn can go on.</summary>
    public async Task<Stop?> AskAsync(string id, ChatQuestion? known, CancellationToken asking, CancellationToken cancellationToken)
    {
        // Looked up although the turn has told of it: what helps to judge it is made for whoever looks.
        var read = (await host.GetAsync($"/approvals/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false)).As(HostForms.Default.AskedApproval, host);
        if (read.Failed(out var unknown, out var approval) && known is null)
        {
            return unknown;
        }

        var question = approval is null ? known! : ChatQuestion.Of(approval); // not null: returned above

        TerminalScreen.ShowQuestion(terminal, question);
        if (await ReadAsync(asking).ConfigureAwait(false) is not { } answer)
        {
            return Waiting([id]);
        }

        var sent = await host.SendAsync(HttpMethod.Post, $"/approvals/{Uri.EscapeDataString(id)}", answer, HostForms.Default.GivenAnswer, cancellationToken).ConfigureAwait(false);
        if (!sent.Failed(out var stop, out _))
        {
            return null;
        }

        StopText.Write(terminal.Error, stop, json: false);
        // Answered elsewhere or run out meanwhile: the turn goes on with that.
        return stop.Status == Conflict ? null : stop;
    }

    /// <summary>What to tell when nobody can be asked.</summary>
    public static Stop Waiting(IReadOnlyList<string> ids) => new(
        ExitCode.WaitsForApproval,
        "approval.waiting",
        $"a person must answer {string.Join(", ", ids)}",
        string.Join('\n', ids.Select(id => $"harombe approvals approve {id}")));

    private async Task<GivenAnswer?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            terminal.Error.Write("approve? [y/n, or n and a reason] ");
            terminal.Error.Flush();
            if (await terminal.Lines.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } line)
            {
                return null;
            }

            var words = line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
            var reason = words.Length == 2 && words[1].Length > 0 ? words[1] : null;
            switch (words[0].ToLowerInvariant())
            {
                // A yes stands alone: "y but only …" is not a yes to this call.
                case "y" or "yes" when reason is null:
                    return new GivenAnswer("approve", null);
                case "n" or "no":
                    return new GivenAnswer("deny", reason);
            }
        }
    }
}

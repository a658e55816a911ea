using System.Globalization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Approvals;
using Harombe.Host.Commands.Terminals;
using Spectre.Console;

namespace Harombe.Host.Commands.Chat;

/// <summary>The agent's words on standard output as they come; what happens with tools as dim lines on standard error.</summary>
internal sealed class TerminalScreen(Terminal terminal) : IChatScreen
{
    private const int LongestLine = 160;
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private bool inText;

    public void Show(ChatEvent item, ChatEventForm form)
    {
        switch (item.Kind)
        {
            case "token":
                inText = true;
                terminal.Output.Write(VisibleText.Lines(form.Text ?? ""));
                terminal.Output.Flush();
                break;
            case "message" when inText:
                EndText();
                break;
            case "message":
                terminal.Output.WriteLine(VisibleText.Lines(form.Text ?? ""));
                break;
            case "stopping":
                EndText();
                Aside(form.Message ?? "the host stops");
                break;
            case "session" when form.Redacted:
                Aside("a secret in your message was taken out before the model saw it");
                break;
            case "model":
                Aside($"{form.Model} answers in the place of {form.InsteadOf}: {form.Message}");
                break;
            case "tool_call":
                Aside($"→ {form.Tool} {form.Arguments?.GetRawText() ?? "(arguments that are no JSON)"}");
                break;
            case "tool_progress":
                Aside($"  {form.Tool} {(form.Done is { } done ? $"{done:P0} " : "")}{form.Text}");
                break;
            case "tool_result":
                Aside($"← {form.Tool} {form.Ending}: {form.Text}");
                break;
            case "error":
                EndText();
                StopText.Write(terminal.Error, new Stop(ExitCode.Failed, form.Rule ?? "chat.error", form.Message ?? "the turn failed", form.Remedy ?? ""), json: false);
                break;
            case "done":
                EndText();
                if (form.State is not ("done" or "waiting" or "failed"))
                {
                    Aside(form.State ?? "ended");
                }

                break;
        }
    }

    /// <summary>Shows everything of a question that a yes or no depends on; nothing is shortened.</summary>
    public static void ShowQuestion(Terminal terminal, ChatQuestion question)
    {
        terminal.Error.WriteLine();
        terminal.Error.WriteLine(VisibleText.Line($"approval needed: {question.Tool} (risk {question.Risk})"));
        terminal.Error.WriteLine(VisibleText.Line($"  why      {question.Why}"));
        terminal.Error.WriteLine(VisibleText.Line($"  until    {question.Expires.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}, then it is denied"));
        terminal.Error.WriteLine("  arguments");
        foreach (var line in ExactArguments.Lines(question.Arguments))
        {
            terminal.Error.WriteLine("    " + line);
        }

        if (question.Preview is { } preview)
        {
            PreviewText.Write(terminal.Error, preview);
        }
    }

    private void Aside(string text)
    {
        EndText();
        terminal.Side.Write(new Text(VisibleText.Line(text, LongestLine) + "\n", Dim));
    }

    private void EndText()
    {
        if (inText)
        {
            terminal.Output.WriteLine();
            terminal.Output.Flush();
            inText = false;
        }
    }
}

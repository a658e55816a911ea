using System.CommandLine;
using System.Globalization;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Agents;

/// <summary><c>harombe models</c>: what can be chosen.</summary>
internal sealed class ModelsCommand : Command
{
    public ModelsCommand(Surroundings here)
        : base("models", "List the models that can be chosen, and who takes their place when they are out.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            if ((await host.GetAsync("/models", cancellationToken).ConfigureAwait(false)).As(AgentForms.Default.IReadOnlyListChosenModel, host).Failed(out stop, out var models))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(models, AgentForms.Default.IReadOnlyListChosenModel);
                return ExitCode.Done;
            }

            var table = Terminal.Table("model", "provider", "at", "if it is out", "price in/out");
            foreach (var model in models)
            {
                Terminal.AddRow(
                    table,
                    model.IsDefault ? $"{model.Name} (the default)" : model.Name,
                    model.Id.Length == 0 ? model.Provider : $"{model.Provider}/{model.Id}",
                    model.Place ?? "this process",
                    model.Fallback.Count == 0 ? "an error" : string.Join(", ", model.Fallback),
                    model.InputPrice is { } price ? string.Create(CultureInfo.InvariantCulture, $"{price}/{model.OutputPrice}") : "");
            }

            run.Terminal.Screen.Write(table);
            run.Say("harombe chat --model <name> chooses one for a message.");
            return ExitCode.Done;
        }
    }
}

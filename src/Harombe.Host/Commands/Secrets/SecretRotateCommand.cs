using System.CommandLine;
using Harombe.Core.Display;
using Harombe.Core.Secrets;
using Harombe.Host.Access;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Secrets;

/// <summary><c>harombe secrets rotate</c>: gives a secret a new value, which is tried before the old one goes; without a name, shows what is rotated when.</summary>
internal sealed class SecretRotateCommand : Command
{
    private static readonly Argument<string?> Secret = new("name") { Description = "The secret; without it, the rotations are listed.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Unchecked = new("--unchecked") { Description = "Take the new value without trying it." };

    public SecretRotateCommand(Surroundings here)
        : base("rotate", "Give a secret a new value, tried before the old one goes. A value comes from standard input or a prompt, never from an argument.")
    {
        Add(Secret);
        Add(Unchecked);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var name = default(SecretName);
        if (run.Parsed.GetValue(Secret) is { } word && SecretFaults.Name(word, out name) is { } fault)
        {
            return run.Fail(fault);
        }

        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            if ((await host.GetAsync("/secrets/rotations", cancellationToken).ConfigureAwait(false)).As(SecretCareForms.Default.ListRotationView, host).Failed(out stop, out var rotations))
            {
                return run.Fail(stop);
            }

            return name.Value.Length == 0 ? List(run, rotations) : await RotateAsync(run, host, name, rotations, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> RotateAsync(Invocation run, HostClient host, SecretName name, List<RotationView> rotations, CancellationToken cancellationToken)
    {
        string? value = null;
        Stop? stop;
        if (rotations.Find(rotation => rotation.Secret == name.Value) is null or { Source: "person" })
        {
            if ((await SecretInput.ReadAsync(run, name.Value, cancellationToken).ConfigureAwait(false)).Failed(out stop, out value))
            {
                return run.Fail(stop);
            }
        }

        var asked = new RotationAsked(name.Value, value, run.Parsed.GetValue(Unchecked));
        var answer = await host.SendAsync(HttpMethod.Post, "/secrets/rotate", asked, SecretCareForms.Default.RotationAsked, cancellationToken).ConfigureAwait(false);
        if (answer.As(SecretCareForms.Default.SecretRotated, host).Failed(out stop, out var rotated))
        {
            return run.Fail(stop);
        }

        if (run.Json)
        {
            run.WriteJson(rotated, SecretCareForms.Default.SecretRotated);
        }

        run.Say($"rotated {rotated.Rotated}{(rotated.Checked ? ": the new value was tried and works" : " (the new value was not tried)")}");
        return ExitCode.Done;
    }

    private static int List(Invocation run, List<RotationView> rotations)
    {
        if (run.Json)
        {
            run.WriteJson(rotations, SecretCareForms.Default.ListRotationView);
            return ExitCode.Done;
        }

        if (rotations.Count == 0)
        {
            run.Say("no secret has a rotation; add one to security.credentials.rotations, as in 'github/token every 90d check https://api.github.com/user'");
            return ExitCode.Done;
        }

        var table = Terminal.Table("secret", "new value from", "tried with", "last", "due", "");
        foreach (var rotation in rotations)
        {
            Terminal.AddRow(table, rotation.Secret, rotation.Source, rotation.Check, $"{rotation.Last:yyyy-MM-dd}", rotation.Due is null ? "on demand" : $"{rotation.Due:yyyy-MM-dd}", VisibleText.Line(rotation.Fault, 80));
        }

        run.Terminal.Screen.Write(table);
        return ExitCode.Done;
    }
}

using System.Runtime.InteropServices;

namespace Harombe.Host.Commands.Terminals;

/// <summary>
/// Ctrl-C and the wish of the system to end. The first asks the command to end; a verb may take it for something smaller, such as the turn of a chat.
/// Whoever asks again while the command ends gets what the system does by default. Thread-safe.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private volatile Func<bool>? taken;

    /// <summary>Cancelled when the command shall end.</summary>
    public CancellationToken Token => ending.Token;

    /// <summary>Listens to the signals of this process.</summary>
    public static Interrupts OfProcess()
    {
        var interrupts = new Interrupts();
        interrupts.registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = interrupts.Raise()));
        interrupts.registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = interrupts.End()));
        return interrupts;
    }

    /// <summary>Sends interrupts to a verb until disposed; it says whether it took one.</summary>
    public IDisposable Take(Func<bool> take)
    {
        taken = take;
        return new Taking(this);
    }

    /// <summary>An interrupt; false when it was asked for before and the system shall decide.</summary>
    public bool Raise() => taken?.Invoke() == true || End();

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        ending.Dispose();
    }

    private bool End()
    {
        if (ending.IsCancellationRequested)
        {
            return false;
        }

        ending.Cancel();
        return true;
    }

    private sealed class Taking(Interrupts interrupts) : IDisposable
    {
        public void Dispose() => interrupts.taken = null;
    }
}

namespace Harombe.Core.Guard.Stations;

/// <summary>
/// The last station. Reaching it in turn is the proof that every other was passed; it issues the permit for this call id and this hash of arguments,
/// and the tool's body does the rest.
/// </summary>
internal sealed class PermitStation : GuardStation
{
    public override Station Place => Station.Permit;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        KernelArgumentsForm.Fill(call.Carried, call.Checked.Arguments);
        call.Issue(new Permit(call.Checked.Id, call.Tool.Definition.Fingerprint, call.Checked.Arguments.Hash));
        await next().ConfigureAwait(false);
    }
}

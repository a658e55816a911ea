namespace Harombe.Core.Guard.Stations;

/// <summary>Station 2. Arguments that don't fit the tool's schema are refused, with the path of each offence.</summary>
internal sealed class SchemaStation : GuardStation
{
    public override Station Place => Station.Schema;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        var verdict = call.Tool.Schema.Validate(call.Checked.Arguments.Value);
        if (!verdict.IsValid)
        {
            call.Refuse(
                "schema.arguments",
                $"The arguments of {call.Tool.Definition.Name} don't fit its input schema: {verdict}.",
                "Correct the arguments and call again.");
            return;
        }

        await next().ConfigureAwait(false);
    }
}

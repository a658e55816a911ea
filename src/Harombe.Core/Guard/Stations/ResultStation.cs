using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Core.Guard.Stations;

/// <summary>
/// Station 8. What comes back is bounded and scanned before anybody reads it: texts, structured values, names and error messages alike. Labels stay on
/// every block; a block that held a secret loses the secret, not its label.
/// </summary>
internal sealed class ResultStation(ISecretScanner scanner, GuardLimits limits) : GuardStation
{
    public override Station Place => Station.Result;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        await next().ConfigureAwait(false);
        switch (call.Result)
        {
            case CallResult.Completed completed:
                call.Result = Clean(completed.Content);
                break;
            case CallResult.Failed failed:
                call.Result = new CallResult.Failed(Clean(failed.Reason));
                break;
            case CallResult.Refused refused:
                call.Result = refused with { Reason = Clean(refused.Reason) };
                break;
        }
    }

    private CallResult Clean(ToolContent content)
    {
        long left = limits.Result;
        var blocks = ImmutableArray.CreateBuilder<ContentBlock>(content.Blocks.Length);
        foreach (var block in content.Blocks)
        {
            switch (block)
            {
                case ContentBlock.Text text:
                    var clean = Bounded(scanner.Redact(text.Value).Value, left);
                    left = Math.Max(0, left - clean.Length);
                    blocks.Add(text with { Value = clean });
                    break;
                case ContentBlock.Binary binary when binary.Bytes.Length <= left:
                    left -= binary.Bytes.Length;
                    blocks.Add(binary with { Name = binary.Name is null ? null : scanner.Redact(binary.Name).Value });
                    break;
                default:
                    return TooLarge();
            }
        }

        if (content.Structured is not { } structured)
        {
            return new CallResult.Completed(new ToolContent(blocks.ToImmutable()));
        }

        var json = scanner.RedactJson(structured.Value).Value;
        return json.Length > limits.Result
            ? TooLarge()
            : new CallResult.Completed(new ToolContent(blocks.ToImmutable(), structured with { Value = JsonElement.Parse(json) }));
    }

    private Reason Clean(Reason reason) => new(reason.Rule, Bounded(scanner.Redact(reason.Message).Value, limits.Result), scanner.Redact(reason.Remedy).Value);

    private CallResult.Refused TooLarge() => new(
        new Reason(
            "result.size",
            $"The tool ran, but its result is larger than {limits.Result} bytes and can't be cut without breaking it; it is withheld.",
            "Ask for a smaller part, or raise limits.result in harombe.yaml."),
        ToolRan: true);

    private static string Bounded(string text, long limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        // Not between the two halves of a surrogate pair.
        var end = (int)limit;
        end -= end > 0 && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return $"{text[..end]}\n[cut: {text.Length - end} of {text.Length} characters left out; ask for a smaller part]";
    }
}

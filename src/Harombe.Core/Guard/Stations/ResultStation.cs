using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Core.Guard.Stations;

/// <summary>
/// Station 8. What comes back is bounded and scanned before anybody reads it: texts, structured values, names and error messages alike. Labels stay on
/// every block; a block that held a secret loses the secret, not its label.
/// </summary>
internal sealed class ResultStation(
    ISecretScanner scanner, ScanEffects effects, IAuditLog audit, GuardLimits limits, TimeProvider clock, IEnumerable<ISeenResults> seen) : GuardStation
{
    private const int LongestName = 128;
    private const int LongestAddress = 2048;

    public override Station Place => Station.Result;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        call.Progress = call.Request.Progress is { } listener ? new ScannedProgress(listener, scanner, clock) : null;
        try
        {
            await next().ConfigureAwait(false);
        }
        finally
        {
            call.Progress?.End();
        }

        var found = new SecretFindings();
        var where = "error";
        switch (call.Result)
        {
            case CallResult.Completed completed:
                where = "result";
                var clean = Clean(completed.Content, found);
                call.Result = found.Kinds.Count > 0 && effects.Results == ScanEffect.Block ? Withheld("its result", found) : clean;
                break;
            case CallResult.Failed failed:
                call.Result = new CallResult.Failed(Clean(failed.Reason, found));
                break;
            case CallResult.Refused refused:
                call.Result = refused with { Reason = Clean(refused.Reason, found) };
                break;
        }

        if (found.Kinds.Count > 0)
        {
            await audit.AppendAsync(
                new SecretsRedacted(call.Request.Id, call.Request.Principal.Id, where, found.Kinds) { Time = clock.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);
        }

        // What only an approver reads is not read by the caller.
        foreach (var one in call.Request.DryRun == DryRunFor.Approver ? [] : seen)
        {
            await one.SeeAsync(call.Checked, call.Result, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private CallResult Clean(ToolContent content, SecretFindings found)
    {
        var left = limits.Result;
        var blocks = ImmutableArray.CreateBuilder<ContentBlock>();
        foreach (var block in content.Blocks)
        {
            if (left <= 0)
            {
                var rest = content.Blocks.AsSpan()[blocks.Count..].ToArray();
                blocks.Add(new ContentBlock.Text(
                    $"[cut: {rest.Length} of {content.Blocks.Length} blocks left out; ask for a smaller part]",
                    rest.Select(one => one.Label).Aggregate((joined, label) => joined.Join(label))));
                break;
            }

            switch (block)
            {
                case ContentBlock.Text text:
                    var clean = Bounded(Clean(text.Value, found), left);
                    blocks.Add(text with
                    {
                        Value = clean,
                        Address = text.Address is null ? null : Bounded(scanner.Redact(text.Address).Value, LongestAddress),
                        MediaType = text.MediaType is null ? null : MediaType(text.MediaType),
                    });
                    // An empty block costs something too: a result of a million of them is no small one.
                    left -= Math.Max(1, clean.Length);
                    break;
                case ContentBlock.Binary binary when binary.Bytes.Length <= left:
                    // A file can't be redacted without breaking it. Latin-1 shows the scanner every ASCII run in it.
                    if (scanner.Scan(Encoding.Latin1.GetString(binary.Bytes.AsSpan())) is { Count: > 0 } findings)
                    {
                        found.Add(findings);
                        return Withheld("a file in its result", found);
                    }

                    blocks.Add(binary with { MediaType = MediaType(binary.MediaType), Name = binary.Name is null ? null : Bounded(Clean(binary.Name, found), LongestName) });
                    left -= Math.Max(1, binary.Bytes.Length);
                    break;
                default:
                    return TooLarge();
            }
        }

        if (content.Structured is not { } structured)
        {
            return new CallResult.Completed(new ToolContent(blocks.ToImmutable()));
        }

        var json = Clean(structured.Value, found);
        return json.Length > limits.Result
            ? TooLarge()
            : new CallResult.Completed(new ToolContent(blocks.ToImmutable(), structured with { Value = JsonElement.Parse(json) }));
    }

    private Reason Clean(Reason reason, SecretFindings found) => new(
        IsRule(reason.Rule) && scanner.Scan(reason.Rule).Count == 0 ? reason.Rule : "tool.refused",
        Bounded(Clean(reason.Message, found), limits.Result),
        Bounded(Clean(reason.Remedy, found), limits.Result));

    // A tool chooses the rule of its refusal, and the rule goes into the record as it is.
    private static bool IsRule(string rule) =>
        rule.Length is > 0 and <= LongestName && rule.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');

    private string MediaType(string type) =>
        type.Length <= LongestName && type.All(c => char.IsAscii(c) && !char.IsControl(c)) ? scanner.Redact(type).Value : "application/octet-stream";

    private string Clean(string text, SecretFindings found)
    {
        var clean = scanner.Redact(text).Value;
        if (!ReferenceEquals(clean, text))
        {
            found.Add(scanner.Scan(text));
        }

        return clean;
    }

    private string Clean(JsonElement json, SecretFindings found)
    {
        var clean = scanner.RedactJson(json).Value;
        if (clean != json.GetRawText())
        {
            found.Add(scanner, json);
        }

        return clean;
    }

    private static CallResult.Refused Withheld(string what, SecretFindings found) => new(
        new Reason(
            "scan.result",
            $"The tool ran, but {what} contains a secret ({string.Join(", ", found.Kinds.Keys)}); it is withheld.",
            "Take the secret out of it, or ask for another part."),
        ToolRan: true);

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

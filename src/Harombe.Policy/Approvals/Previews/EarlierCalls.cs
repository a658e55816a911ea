using System.Globalization;
using System.Text;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Approvals.Previews;

/// <summary>What is new in a call, against those of the same tool and principal that ran before, by the record.</summary>
internal sealed class EarlierCalls(IAuditLog audit)
{
    private const int Most = 200;

    public async ValueTask<IReadOnlyList<string>> NewAsync(Approval approval, ToolProfile profile, CancellationToken cancellationToken)
    {
        var calls = 0;
        var seen = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var query = new AuditQuery(null, Most, NewestFirst: true, "call.intent") { Tool = approval.Tool.Value, Principal = approval.Principal.Value };
        await foreach (var record in audit.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (record.Bytes.IsEmpty || ArgumentsOf(JsonElement.Parse(record.Bytes.Span)) is not { } arguments)
            {
                continue;
            }

            calls++;
            foreach (var argument in arguments.EnumerateObject())
            {
                (seen.TryGetValue(argument.Name, out var values) ? values : seen[argument.Name] = new HashSet<string>(StringComparer.Ordinal)).Add(Key(argument.Value));
            }
        }

        if (calls == 0)
        {
            return [$"{approval.Principal} has not run {approval.Tool} before."];
        }

        var many = calls == Most ? $"the last {Most}" : calls.ToString(CultureInfo.InvariantCulture);
        return [.. (approval.Edited ?? approval.Arguments).EnumerateObject()
            .Where(argument => RoleOf(profile, argument.Name) is not (ParameterRole.Content or ParameterRole.NewName or ParameterRole.Time))
            .Where(argument => !seen.TryGetValue(argument.Name, out var values) || !values.Contains(Key(argument.Value)))
            .Select(argument => seen.TryGetValue(argument.Name, out var values)
                ? $"{SeenText.Visible(argument.Name)} is new: in {many} earlier calls it had {values.Count} other value{(values.Count == 1 ? "" : "s")}."
                : $"{SeenText.Visible(argument.Name)} is new: {many} earlier calls did without it.")];
    }

    private static ParameterRole RoleOf(ToolProfile profile, string name) => profile.RoleOf(name) is not ParameterRole.Content and var role ? role : RoleWords.Of(name, default);

    private static JsonElement? ArgumentsOf(JsonElement entry)
    {
        try
        {
            return entry.TryGetProperty("arguments", out var text) && JsonElement.Parse(text.GetString() ?? "") is { ValueKind: JsonValueKind.Object } arguments ? arguments : null;
        }
        catch (JsonException)
        {
            return null; // redacted beyond reading
        }
    }

    private static string Key(JsonElement value)
    {
        try
        {
            return Encoding.UTF8.GetString(CanonicalJson.Write(value));
        }
        catch (CanonicalJsonException)
        {
            return value.GetRawText();
        }
    }
}

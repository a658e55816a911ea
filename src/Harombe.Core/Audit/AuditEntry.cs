using System.Text.Json.Nodes;
using Harombe.Core.Calls;

namespace Harombe.Core.Audit;

/// <summary>
/// One thing that happened, as it stands in the record. A closed family: see the records beside this one. Entries hold nothing that has not
/// gone through the scanner.
/// </summary>
public abstract record AuditEntry
{
    private protected AuditEntry()
    {
    }

    /// <summary>When it happened, by the host's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Stable name of the kind, for example <c>call.intent</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The call it belongs to, if it belongs to one.</summary>
    public virtual CallId? Call => null;

    /// <summary>The bytes that are hashed, stored and proved: RFC 8785 form, sequence number included.</summary>
    public byte[] ToCanonicalBytes(long sequence)
    {
        var form = new JsonObject
        {
            ["v"] = 1,
            ["seq"] = sequence,
            ["time"] = Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["kind"] = Kind,
        };
        Fill(form);
        return CanonicalJson.Write(form);
    }

    private protected abstract void Fill(JsonObject form);
}

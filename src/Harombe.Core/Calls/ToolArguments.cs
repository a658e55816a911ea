using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Harombe.Core.Labels;

namespace Harombe.Core.Calls;

/// <summary>
/// The arguments of a call in their one canonical form, with the label of each. Immutable; safe to share between threads.
/// </summary>
public sealed class ToolArguments
{
    private readonly FrozenDictionary<string, Label> labels;
    private readonly Label otherwise;

    private ToolArguments(byte[] canonical, JsonElement value, FrozenDictionary<string, Label> labels, Label otherwise)
    {
        Canonical = canonical;
        Value = value;
        this.labels = labels;
        this.otherwise = otherwise;
        Hash = ArgumentsHash.Of(canonical);
    }

    /// <summary>No arguments at all: stands for those that have no canonical form.</summary>
    internal static ToolArguments Nothing(Label label) => new([.. "{}"u8], JsonElement.Parse("{}"), FrozenDictionary<string, Label>.Empty, label);

    /// <summary>UTF-8 bytes by RFC 8785.</summary>
    public ReadOnlyMemory<byte> Canonical { get; }

    /// <summary>The arguments object, read back from <see cref="Canonical"/>.</summary>
    public JsonElement Value { get; }

    /// <summary>SHA-256 of <see cref="Canonical"/>.</summary>
    public ArgumentsHash Hash { get; }

    /// <summary>The labels of single arguments, where they are known.</summary>
    public IReadOnlyDictionary<string, Label> Labels => labels;

    /// <summary>The label of one argument.</summary>
    public Label LabelOf(string argument) => labels.GetValueOrDefault(argument, otherwise);

    /// <summary>The label of the arguments taken together.</summary>
    public Label Label => labels.Values.Aggregate(otherwise, (joined, label) => joined.Join(label));

    /// <summary>
    /// Brings arguments into canonical form. False, with a sentence that quotes nothing of them, when they are no JSON object
    /// or have no canonical form.
    /// </summary>
    /// <param name="value">The arguments as the model or the client sent them.</param>
    /// <param name="otherwise">The label of every argument that <paramref name="labels"/> doesn't name.</param>
    /// <param name="labels">Labels of single arguments.</param>
    /// <param name="arguments">The canonical arguments.</param>
    /// <param name="fault">What was wrong.</param>
    public static bool TryCreate(
        JsonElement value,
        Label otherwise,
        IReadOnlyDictionary<string, Label>? labels,
        [NotNullWhen(true)] out ToolArguments? arguments,
        [NotNullWhen(false)] out string? fault)
    {
        arguments = null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            fault = $"The arguments must be a JSON object, not {value.ValueKind.ToString().ToLowerInvariant()}.";
            return false;
        }

        try
        {
            var canonical = CanonicalJson.Write(value);
            // Parsed from the bytes that were hashed, so that nothing the caller still holds can change what the tool sees.
            using var document = JsonDocument.Parse(canonical);
            arguments = new ToolArguments(canonical, document.RootElement.Clone(), Freeze(labels), otherwise);
            fault = null;
            return true;
        }
        catch (CanonicalJsonException e)
        {
            fault = e.Message;
            return false;
        }
    }

    private static FrozenDictionary<string, Label> Freeze(IReadOnlyDictionary<string, Label>? labels) =>
        labels is null or { Count: 0 } ? FrozenDictionary<string, Label>.Empty : labels.ToFrozenDictionary(StringComparer.Ordinal);
}

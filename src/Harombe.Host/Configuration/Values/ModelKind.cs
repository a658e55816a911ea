using System.Text.RegularExpressions;

namespace Harombe.Host.Configuration.Values;

/// <summary>A language model: <c>offline-rules</c>, or provider and model id.</summary>
internal sealed partial class ModelKind : ValueKind
{
    private const string Offline = "offline-rules";
    private static readonly string[] Providers = ["anthropic"];

    public override string Name => "string";

    public override string Range => $"{Offline} or anthropic/<model-id>";

    public override Reading Read(Written written)
    {
        var text = written.Text;
        if (written.NotText is { } other) return Reading.Wrong($"must be a model, but is {other}", $"Write {Range}");
        if (text == Offline) return Reading.Of(new ModelName(text, null));
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return Reading.Outside($"names no known model with {Shown.Value(text)}", Remedy(text, [Offline, .. Providers]));
        var (provider, id) = (text[..slash], text[(slash + 1)..]);
        if (!Providers.Contains(provider, StringComparer.Ordinal))
            return Reading.Outside($"names no known provider with {Shown.Value(provider)}", Remedy(provider, Providers));
        return ModelId().IsMatch(id)
            ? Reading.Of(new ModelName(provider, id))
            : Reading.Wrong("has no usable model id after the provider", "Write letters, digits, '.', '-', '_' and ':', as in anthropic/claude-sonnet-4-5");
    }

    public override string Show(object value) => value.ToString()!; // ModelName overrides ToString and returns a text.

    private string Remedy(string text, string[] names) => NearestName.Of(text, names) is { } near ? $"Did you mean {near}? Write {Range}" : $"Write {Range}";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelId();
}

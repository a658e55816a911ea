namespace Harombe.Host.Configuration.Values;

/// <summary>A language model: <c>offline-rules</c>, provider and model id, or a name below <c>models</c>. That there is such a name is another check.</summary>
internal sealed class ModelKind : ValueKind
{
    public override string Name => "string";

    public override string Range => $"{ModelName.Offline}, a name below models, or {string.Join(", ", ModelName.Providers.Select(provider => $"{provider}/<model-id>"))}";

    public override Reading Read(Written written)
    {
        var text = written.Text;
        if (written.NotText is { } other) return Reading.Wrong($"must be a model, but is {other}", $"Write {Range}");
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return ModelNameKind.IsName(text) ? Reading.Of(new ModelName(text)) : Reading.Outside($"names no known model with {Shown.Value(text)}", $"Write {Range}");
        var provider = text[..slash];
        if (!ModelName.Providers.Contains(provider, StringComparer.Ordinal))
            return Reading.Outside($"names no known provider with {Shown.Value(provider)}", NearestName.Of(provider, ModelName.Providers) is { } near ? $"Did you mean {near}? Write {Range}" : $"Write {Range}");
        return ModelIdKind.IsId(text[(slash + 1)..])
            ? Reading.Of(new ModelName(text))
            : Reading.Wrong("has no usable model id after the provider", "Write letters, digits, '.', '-', '_', '/' and ':', as in anthropic/claude-sonnet-4-5");
    }

    public override string Show(object value) => value.ToString()!; // ModelName overrides ToString and returns a text.
}

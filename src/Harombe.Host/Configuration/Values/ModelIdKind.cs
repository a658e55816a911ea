using System.Text.RegularExpressions;

namespace Harombe.Host.Configuration.Values;

/// <summary>What a provider calls a model: <c>gpt-5-mini</c>, <c>qwen3:8b</c>, <c>meta-llama/Llama-3.3-70B-Instruct</c>.</summary>
internal sealed partial class ModelIdKind : ValueKind
{
    public override string Name => "string";

    public static bool IsId(string text) => Id().IsMatch(text);

    public override Reading Read(Written written) => written.NotText is { } other
        ? Reading.Wrong($"must be a model's name at its provider, but is {other}", "Put it in quotes")
        : IsId(written.Text) ? Reading.Of(written.Text) : Reading.Wrong("is no usable model id", "Write letters, digits, '.', '-', '_', '/' and ':', as in qwen3:8b");

    public override string Show(object value) => (string)value;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}

using System.Globalization;

namespace Harombe.Host.Configuration.Values;

/// <summary>Any text up to a length. The only kind whose value may be the empty text, when it is quoted.</summary>
internal sealed class TextKind(int longest) : ValueKind
{
    public override string Name => "string";

    public override string Range => $"up to {longest.ToString(CultureInfo.InvariantCulture)} characters";

    public override Reading Read(Written written)
    {
        if (written.NotText is { } other) return Reading.Wrong($"must be a text, but is {other}", "Put the value in quotes");
        return written.Text.Length > longest
            ? Reading.Outside($"has {written.Text.Length.ToString(CultureInfo.InvariantCulture)} characters", $"Shorten it to {Range}")
            : Reading.Of(written.Text);
    }

    public override string Show(object value) => (string)value;
}

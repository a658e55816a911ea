using System.Globalization;
using Harombe.Policy;

namespace Harombe.Host.Configuration.Values;

/// <summary>So many calls in so much time: <c>30/1m</c>.</summary>
internal sealed class RateKind : ValueKind
{
    private const int Most = 100_000;
    private static readonly DurationKind Spans = new(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));

    public override string Name => "rate";

    public override string Range => $"1 to {Most} calls in {Spans.Range}, as in 30/1m";

    public override Reading Read(Written written)
    {
        var cut = written.Text.IndexOf('/', StringComparison.Ordinal);
        return cut > 0 && int.TryParse(written.Text.AsSpan(0, cut), NumberStyles.None, CultureInfo.InvariantCulture, out var calls) && calls is >= 1 and <= Most
            && Spans.Read(written with { Text = written.Text[(cut + 1)..] }) is Reading.Accepted { Value: TimeSpan span }
                ? Reading.Of(new CallRate("", calls, span))
                : Reading.Wrong($"must be {Range}, but is {Shown.Value(written.Text)}", "Write a number of calls, a slash, and a time: 30/1m");
    }

    public override string Show(object value) => string.Create(CultureInfo.InvariantCulture, $"{((CallRate)value).Calls}/{Spans.Show(((CallRate)value).Span)}");
}

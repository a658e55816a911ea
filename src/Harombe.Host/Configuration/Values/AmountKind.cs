using System.Globalization;

namespace Harombe.Host.Configuration.Values;

/// <summary>A sum of money or a price: a decimal number that is not negative, in whatever currency the operator counts in.</summary>
internal sealed class AmountKind : ValueKind
{
    private const decimal Most = 1_000_000_000;

    public override string Name => "amount";

    public override string Range => "a number that is not negative, such as 0.25";

    public override Reading Read(Written written)
    {
        if (written.Form == WrittenForm.Quoted) return Reading.Wrong($"must be a number, but is the text {Shown.Value(written.Text)}", "Remove the quotes");
        return decimal.TryParse(written.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= Most
            ? Reading.Of(amount)
            : Reading.Wrong($"must be {Range}, but is {Shown.Value(written.Text)}", "Write digits with a point, as in 0.25");
    }

    public override string Show(object value) => ((decimal)value).ToString(CultureInfo.InvariantCulture);
}

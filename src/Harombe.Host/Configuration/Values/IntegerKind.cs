using System.Globalization;

namespace Harombe.Host.Configuration.Values;

/// <summary>A whole decimal number between two bounds, both included. No octal, hexadecimal or grouped forms: they read differently to different people.</summary>
internal sealed class IntegerKind(int least, int most) : ValueKind
{
    public override string Name => "integer";

    public override string Range => string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");

    public override Reading Read(Written written)
    {
        var text = written.Text;
        var digits = text.StartsWith('-') ? text[1..] : text;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit) || (digits.Length > 1 && digits[0] == '0'))
            return Reading.Wrong($"must be a whole number, but is {Shown.Value(text)}", $"Write decimal digits, {Range}");
        if (written.Form == WrittenForm.Quoted)
            return Reading.Wrong($"must be a whole number, but is the text {Shown.Value(text)}", "Remove the quotes");
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? Reading.Of(number)
            : Reading.Outside($"is out of range with {Shown.Value(text)}", $"Choose a number from {Range}");
    }

    public override string Show(object value) => ((int)value).ToString(CultureInfo.InvariantCulture);
}

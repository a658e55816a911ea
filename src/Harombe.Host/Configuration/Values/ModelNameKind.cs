using System.Text.RegularExpressions;

namespace Harombe.Host.Configuration.Values;

/// <summary>The name of a model as a text in a list; the same names as the key <c>model</c> takes.</summary>
internal sealed partial class ModelNameKind : ValueKind
{
    private static readonly ModelKind Whole = new();

    public override string Name => "string";

    public override string Range => Whole.Range;

    /// <summary>Whether it can be a name that people chose.</summary>
    public static bool IsName(string text) => Chosen().IsMatch(text);

    public override Reading Read(Written written) => Whole.Read(written) is Reading.Accepted { Value: ModelName name } ? Reading.Of(name.Text) : Whole.Read(written);

    public override string Show(object value) => (string)value;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Chosen();
}

using System.Text;
using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;
using Harombe.Core.Schemas.Numbers;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>enum</c> and <c>const</c>, which is a choice of one.</summary>
internal sealed class ChoiceKeyword : Keyword
{
    private const int LongestShownChoice = 120;

    private readonly JsonElement[] _choices;
    private readonly byte[]?[] _texts; // the strings among the choices, so that comparing one allocates nothing

    private ChoiceKeyword(string pointer, IEnumerable<JsonElement> choices)
        : base(pointer)
    {
        _choices = [.. choices];
        _texts = [.. _choices.Select(choice => choice.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(choice.GetString() ?? "") : null)];
    }

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.Has("const", out var only))
            into.Add(new ChoiceKeyword(site.PointerTo("const"), [site.Ordinary("const", only)]));
        if (site.Has("enum", out var choices))
            into.Add(new ChoiceKeyword(site.PointerTo("enum"), choices.EnumerateArray().Select(choice => site.Ordinary("enum", choice))));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        for (var i = 0; i < _choices.Length; i++)
        {
            if (!run.Spend(1))
                return false;
            if (_texts[i] is { } text && instance.ValueKind == JsonValueKind.String)
            {
                if (instance.ValueEquals(text))
                    return true;
            }
            else if (JsonEquality.Comparer.Equals(_choices[i], instance))
                return true;
        }

        return run.Violations is not null && run.Fail(Pointer, Expectation());
    }

    private string Expectation()
    {
        var shown = string.Join(", ", _choices.Select(choice => choice.GetRawText()));
        if (shown.Length > LongestShownChoice)
            shown = string.Concat(shown.AsSpan(0, LongestShownChoice), "…");
        return _choices.Length == 1 ? $"must be {shown}" : $"must be one of {shown}";
    }
}

using System.Collections.Frozen;
using System.Text.Json;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Tools;

/// <summary>
/// What is known of a tool for the flow of data: what it does, what its parameters are for, and what it reads. From declared metadata where there is
/// any; from the words of its description and schema otherwise. Immutable.
/// </summary>
internal sealed class ToolProfile
{
    private static readonly FrozenSet<string> World = Stems("webpage website web url urls internet page site http browser link online news feed");
    private static readonly FrozenSet<string> Money = Stems("transaction payment money funds iban payee invoice bill balance purchase checkout order");
    private static readonly FrozenSet<string> People = Stems("user member participant attendee collaborator guest person people permission access role invitee reviewer assignee");
    private static readonly FrozenSet<string> Bookings = Stems("reservation booking rental stay");
    private static readonly FrozenSet<string> Letters = Stems("comment reply message email mail post sms notification tweet answer announcement");
    private static readonly FrozenSet<string> Rights = Stems("visibility permission permissions access role roles privilege privileges ownership sharing acl public");
    private static readonly FrozenSet<string> Secrets = Stems("password credential passphrase passcode pin 2fa");

    private readonly FrozenDictionary<string, ParameterRole> roles;

    private ToolProfile(string name, Effect effects, FrozenDictionary<string, ParameterRole> roles, int subjects, FrozenSet<string> verbs, bool outside, bool inert)
    {
        Name = name;
        Effects = effects;
        this.roles = roles;
        Subjects = subjects;
        OwnVerbs = verbs;
        ReadsOutside = outside;
        IsInert = inert;
    }

    /// <summary>Of a tool that nothing is known of any more.</summary>
    public static ToolProfile Foreign { get; } = new("", Effect.Unknown, FrozenDictionary<string, ParameterRole>.Empty, 0, FrozenSet<string>.Empty, outside: true, inert: false);

    /// <summary>The tool's name in the catalogue.</summary>
    public string Name { get; }

    /// <summary>What it does. <see cref="Effect.Unknown"/> where nothing tells.</summary>
    public Effect Effects { get; }

    /// <summary>Whether it changes nothing and reaches nothing that the call names.</summary>
    public bool OnlyReads => Effects == Effect.Read;

    /// <summary>The kinds of things it deals with, as bits of <see cref="Tools.Subjects"/>.</summary>
    public int Subjects { get; }

    /// <summary>The stems of the verbs in its description: a request with the same verb means it, known or not.</summary>
    public FrozenSet<string> OwnVerbs { get; }

    /// <summary>The stems of the rights that it changes.</summary>
    public FrozenSet<string> OwnWords { get; private init; } = [];

    /// <summary>Whether its results are of the wide world rather than of a store of the user's.</summary>
    public bool ReadsOutside { get; }

    /// <summary>Whether its results can hold nothing that a person wrote: a clock, a calculator.</summary>
    public bool IsInert { get; }

    public ParameterRole RoleOf(string parameter) => roles.GetValueOrDefault(parameter);

    public bool Has(Effect effect) => (Effects & effect) != 0;

    public static ToolProfile Of(ToolDefinition tool)
    {
        var roles = RolesOf(tool.InputSchema);
        var sentence = FirstSentence(tool.Description);
        var words = WordsOf(sentence);
        var effects = tool.ReadOnly ? Effect.Read : EffectsOf(words);
        if (effects == Effect.Unknown && !tool.ReadOnly)
        {
            effects = EffectsOf(WordsOf(tool.Name.Value.Replace('_', ' ').Replace('.', ' ')));
        }

        var stems = words.Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        effects = Refine(effects, stems, roles);
        var nouns = stems.Concat(WordsOf(tool.Name.Value.Replace('_', ' ').Replace('.', ' ')).Select(Words.Stem));
        var declared = tool.ResultLabel != default;
        if (effects.HasFlag(Effect.Create) && (effects & (Effect.Change | Effect.Move | Effect.Book | Effect.Pay | Effect.Delete)) == 0)
        {
            roles = WithNewNames(roles, tool.InputSchema);
        }

        return new ToolProfile(
            tool.Name.Value,
            effects,
            roles,
            Tools.Subjects.Of(nouns),
            words.Where((word, at) => at == 0 || Counts(words, at)).Select(Words.Stem).ToFrozenSet(StringComparer.Ordinal),
            outside: declared ? tool.ResultLabel.Integrity < Integrity.Own : effects.HasFlag(Effect.Fetch) || (effects == Effect.Read && stems.Overlaps(World)),
            inert: declared && tool.ResultLabel is { Integrity: >= Integrity.Own, Confidentiality: Confidentiality.Public })
        {
            OwnWords = stems.Where(Rights.Contains).ToFrozenSet(StringComparer.Ordinal),
        };
    }

    private static Effect Refine(Effect effects, HashSet<string> stems, FrozenDictionary<string, ParameterRole> roles)
    {
        if (effects == Effect.Read)
        {
            return roles.Any(role => role.Value == ParameterRole.Destination && stems.Overlaps(World)) ? Effect.Fetch | Effect.Read : Effect.Read;
        }

        if (effects == Effect.Unknown)
        {
            return Effect.Unknown;
        }

        effects |= (effects & Effect.Create) != 0 && stems.Overlaps(Bookings) ? Effect.Book : Effect.Unknown;
        effects |= (effects & Effect.Create) != 0 && stems.Overlaps(Letters) ? Effect.Send : Effect.Unknown;
        effects |= (effects & (Effect.Change | Effect.Mark | Effect.Create | Effect.Grant)) != 0 && stems.Overlaps(Rights) ? Effect.Expose : Effect.Unknown;
        effects |= stems.Overlaps(Money) ? Effect.Pay : Effect.Unknown;
        effects |= stems.Overlaps(Secrets) || roles.Any(role => role.Value == ParameterRole.Credential) ? Effect.Credential : Effect.Unknown;
        effects |= (effects & (Effect.Create | Effect.Change)) != 0 && stems.Overlaps(People) && roles.Any(role => role.Value == ParameterRole.Destination) ? Effect.Grant : Effect.Unknown;
        return effects | (roles.Any(role => role.Value == ParameterRole.Code) && (effects & Effect.Run) == 0 && stems.Contains("command") ? Effect.Run : Effect.Unknown);
    }

    private static Effect EffectsOf(List<string> words)
    {
        var effects = Effect.Unknown;
        for (var i = 0; i < words.Count; i++)
        {
            effects |= Counts(words, i) ? Verbs.OfTool(words[i]) : Effect.Unknown;
        }

        return effects;
    }

    // The first verb says what the tool is for; further ones count only where they do something, too ("creates an event and notifies the guests").
    private static bool Counts(List<string> words, int at)
    {
        var first = words.FindIndex(word => Verbs.OfTool(word) != Effect.Unknown);
        return at == first || (at > first && first >= 0 && Verbs.OfTool(words[at]) is not (Effect.Unknown or Effect.Read)
            && words[at - 1] is "and" or "or" or "then" && words[at].EndsWith('s') == words[first].EndsWith('s'));
    }

    private static FrozenDictionary<string, ParameterRole> RolesOf(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().ToFrozenDictionary(property => property.Name, property => RoleWords.Of(property.Name, property.Value), StringComparer.Ordinal)
            : FrozenDictionary<string, ParameterRole>.Empty;

    // Of a tool that only makes things, what the thing is called is no reference to one that is there; what it is put into is.
    private static FrozenDictionary<string, ParameterRole> WithNewNames(FrozenDictionary<string, ParameterRole> roles, JsonElement schema) => roles.ToFrozenDictionary(
        role => role.Key,
        role => role.Value == ParameterRole.Identity && schema.GetProperty("properties").GetProperty(role.Key) is var parameter
            && WordsOf(RoleWords.DescriptionOf(parameter) is { Length: > 0 } said ? said : role.Key.Replace('_', ' ')).TakeWhile(word => !RoleWords.IsPreposition(word)).Any(word => word is "name" or "filename" or "file" or "path" or "title" or "new" or "slug")
                ? ParameterRole.NewName : role.Value,
        StringComparer.Ordinal);

    private static string FirstSentence(string description)
    {
        var end = description.AsSpan().IndexOfAny("\r\n");
        var line = end > 0 ? description[..end] : description;
        var stop = line.IndexOf(". ", StringComparison.Ordinal);
        return stop > 0 ? line[..stop] : line;
    }

    private static List<string> WordsOf(string text)
    {
        var folded = Fold.Seen(text);
        return [.. Words.Of(folded).Select(span => folded.Substring(span.Start, span.Length))];
    }

    private static FrozenSet<string> Stems(string words) => words.Split(' ').Select(Words.Stem).ToFrozenSet(StringComparer.Ordinal);
}

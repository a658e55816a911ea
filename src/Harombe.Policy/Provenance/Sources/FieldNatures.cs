using System.Collections.Frozen;
using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Sources;

/// <summary>Tells from a field's key and form who could have written it. Pure.</summary>
internal static class FieldNatures
{
    // Keys of fields that people fill with whatever they like.
    private static readonly FrozenSet<string> FreeKeys = new[]
    {
        "body", "content", "text", "description", "message", "subject", "title", "note", "comment", "review", "summary", "snippet", "detail", "reason", "memo",
        "caption", "bio", "about", "reply", "post", "remark", "purpose", "reference", "excerpt", "preview", "abstract", "readme", "diff", "log", "output", "stdout", "stderr", "name", "filename",
    }.Select(Words.Stem).ToFrozenSet(StringComparer.Ordinal);

    public static FieldNature Of(string name, string value)
    {
        var words = Words.Of(value).Count;
        var free = Words.Of(Spaced(name)).Exists(span => FreeKeys.Contains(Words.Stem(Spaced(name).Substring(span.Start, span.Length))));
        if (free)
        {
            return words <= 10 && Entities.Whole(Fold.Seen(value)).Kind == EntityKind.None ? FieldNature.Short : FieldNature.Text;
        }

        return words <= 6 || Entities.Whole(Fold.Seen(value)).Kind != EntityKind.None ? FieldNature.Value
            : words <= 12 ? FieldNature.Short : FieldNature.Text;
    }

    private static string Spaced(string name) => name.Replace('_', ' ').ToLowerInvariant();
}

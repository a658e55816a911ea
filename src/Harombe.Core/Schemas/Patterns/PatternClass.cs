using System.Globalization;
using System.Text;

namespace Harombe.Core.Schemas.Patterns;

/// <summary>
/// A set of code points on its way to .NET, whose classes know only UTF-16 units. Members of the basic plane become a class, higher ones pairs
/// of surrogates beside it. Categories are exact in the basic plane; beyond it .NET can't see them, so a category never matches there and
/// its negation always does.
/// </summary>
internal sealed class PatternClass
{
    public const string AnyButLineEnds = @"(?:[^\n\r\u2028\u2029\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])";

    private const int LastUnit = 0xFFFF;
    private const int LastCodePoint = 0x10FFFF;
    private const string Nothing = @"[^\s\S]";

    private readonly StringBuilder _units = new();
    private readonly List<string> _pairs = [];
    private bool _allPairs;

    public static void WriteLiteral(StringBuilder into, Rune character)
    {
        if (character.IsBmp && char.IsAsciiLetterOrDigit((char)character.Value))
            into.Append((char)character.Value);
        else if (character.IsBmp)
            into.Append(Unit(character.Value));
        else
            into.Append("(?:").Append(Pair(character.Value)).Append(')');
    }

    public void AddRange(int first, int last)
    {
        AddUnits(first, Math.Min(last, 0xD7FF));
        AddUnits(Math.Max(first, 0xE000), Math.Min(last, LastUnit));
        if (last > LastUnit)
            AddPairs(Math.Max(first, LastUnit + 1), last);
    }

    public void AddRanges((int First, int Last)[] ranges, bool complement)
    {
        var next = 0;
        foreach (var (first, last) in ranges)
        {
            if (!complement)
                AddRange(first, last);
            else if (next < first)
                AddRange(next, first - 1);
            next = last + 1;
        }

        if (complement)
            AddRange(next, LastCodePoint);
    }

    public bool TryAddProperty(string name, bool negated)
    {
        if (name is "Any" or "ASCII")
            AddRanges([(0, name == "Any" ? LastCodePoint : 0x7F)], negated);
        else if (name is "LC" or "Cased_Letter" && !negated)
            _units.Append(@"\p{Lu}\p{Ll}\p{Lt}");
        else if (UnicodeSets.Category(name) is { } category)
        {
            // The halves of a pair are not characters: .NET puts them into \P{L}, and Cs is in no category that we name.
            _units.Append(negated ? $@"\P{{{category}}}" : $@"\p{{{category}}}");
            _allPairs |= negated;
        }
        else
            return false;
        return true;
    }

    public void Add(PatternClass other)
    {
        _units.Append(other._units);
        _pairs.AddRange(other._pairs);
        _allPairs |= other._allPairs;
    }

    /// <summary>A negation that would have to exclude single pairs has no linear form here.</summary>
    public bool CanNegate => _allPairs || _pairs.Count == 0;

    public string Write(bool negated)
    {
        // \P{L} takes the halves of a pair as well, one by one: they are subtracted, and the whole pair stands beside.
        var units = negated ? $@"[^{_units}\uD800-\uDFFF]"
            : _units.Length == 0 ? Nothing
            : _allPairs ? $@"[{_units}-[\uD800-\uDFFF]]"
            : $"[{_units}]";
        IEnumerable<string> pairs = negated != _allPairs ? [@"[\uD800-\uDBFF][\uDC00-\uDFFF]"] : negated ? [] : _pairs;
        return $"(?:{string.Join('|', pairs.Prepend(units))})";
    }

    private void AddUnits(int first, int last)
    {
        if (first <= last)
            _units.Append(Unit(first)).Append('-').Append(Unit(last));
    }

    private void AddPairs(int first, int last)
    {
        if (first == LastUnit + 1 && last == LastCodePoint)
        {
            _allPairs = true;
            return;
        }

        // One alternative per high half at the ragged ends, one for all the whole ones between.
        var (highFirst, highLast) = (High(first), High(last));
        if (highFirst == highLast)
            _pairs.Add($"{Unit(highFirst)}[{Unit(Low(first))}-{Unit(Low(last))}]");
        else
        {
            _pairs.Add($@"{Unit(highFirst)}[{Unit(Low(first))}-\uDFFF]");
            if (highFirst + 1 < highLast)
                _pairs.Add($@"[{Unit(highFirst + 1)}-{Unit(highLast - 1)}][\uDC00-\uDFFF]");
            _pairs.Add($@"{Unit(highLast)}[\uDC00-{Unit(Low(last))}]");
        }
    }

    private static int High(int codePoint) => 0xD800 + ((codePoint - 0x10000) >> 10);

    private static int Low(int codePoint) => 0xDC00 + ((codePoint - 0x10000) & 0x3FF);

    private static string Pair(int codePoint) => Unit(High(codePoint)) + Unit(Low(codePoint));

    private static string Unit(int value) => string.Create(CultureInfo.InvariantCulture, $@"\u{value:X4}");
}

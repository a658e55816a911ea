namespace Harombe.Core.Schemas.Evaluation;

/// <summary>Which properties (by position) or items (by index) of one instance have been evaluated, for the <c>unevaluated*</c> keywords.</summary>
internal sealed class Evaluated
{
    private ulong[] _bits = new ulong[1];
    private bool _all;

    public bool Has(int position) => _all || (position >> 6 < _bits.Length && (_bits[position >> 6] & (1UL << position)) != 0);

    public void Add(int position)
    {
        if (_all)
            return;
        var word = position >> 6;
        if (word >= _bits.Length)
            Array.Resize(ref _bits, Math.Max(word + 1, _bits.Length * 2));
        _bits[word] |= 1UL << position;
    }

    public void AddAll() => _all = true;

    public void Add(Evaluated? other)
    {
        if (other is null)
            return;
        _all |= other._all;
        if (other._bits.Length > _bits.Length)
            Array.Resize(ref _bits, other._bits.Length);
        for (var i = 0; i < other._bits.Length; i++)
            _bits[i] |= other._bits[i];
    }
}

namespace Harombe.Core.Calls;

/// <summary>Names one call of one tool. The audit log admits a single intent for each, which is what makes a call run at most once.</summary>
public readonly record struct CallId(string Value)
{
    /// <summary>
    /// A fresh id: the milliseconds of now, then 96 random bits. Ids that grow with time keep the index of the record, which every call passes twice,
    /// on a page that is in memory; with wholly random ones each call rewrote two pages of its own.
    /// </summary>
    public static CallId New()
    {
        Span<byte> random = stackalloc byte[12];
        FreshBytes.Fill(random);
        return new($"call_{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds():x12}{Convert.ToHexStringLower(random)}");
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

using System.Globalization;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>How far a yes shall reach, as programs send it.</summary>
/// <param name="Session">Only within the session of the call.</param>
/// <param name="Lasts">For how long: a whole number and m, h or d.</param>
/// <param name="Pattern">What the arguments of later calls must be.</param>
/// <param name="Confirm">The word of the proposal.</param>
internal sealed record GivenTerms(bool Session, string? Lasts, JsonElement? Pattern, string? Confirm)
{
    private static readonly (char Unit, TimeSpan Size)[] Units = [('m', TimeSpan.FromMinutes(1)), ('h', TimeSpan.FromHours(1)), ('d', TimeSpan.FromDays(1))];

    /// <summary>The terms; or what is wrong with them.</summary>
    public (GrantTerms? Terms, Reason? Fault) Read() => Lasts is null
        ? (new GrantTerms(Session, null, Pattern, Confirm), null)
        : TimeOf(Lasts) is { } time
        ? (new GrantTerms(Session, time, Pattern, Confirm), null)
        : (null, new Reason("grant.time", "How long the yes shall last is no time.", "Write a whole number and m, h or d, as in 30m, 8h or 7d."));

    private static TimeSpan? TimeOf(string text) =>
        text.Length is > 1 and <= 6 && Units.FirstOrDefault(unit => unit.Unit == text[^1]) is { Size.Ticks: > 0 } unit
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count * unit.Size : null;
}

using System.Globalization;

namespace Harombe.Agent.PluginLoading;

/// <summary>How long a result may be given again, as people write it: <c>30s</c>, <c>5m</c>, <c>1h</c>; <c>0s</c> for never.</summary>
public static class CacheTime
{
    /// <summary>The longest.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Reads a time; false when it is none, or too long.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > Longest.TotalSeconds)
        {
            return false;
        }

        time = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => TimeSpan.MaxValue,
        };
        return time <= Longest;
    }
}

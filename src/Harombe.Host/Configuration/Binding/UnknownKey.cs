namespace Harombe.Host.Configuration.Binding;

/// <summary>Says that a key doesn't exist, and what was probably meant.</summary>
internal static class UnknownKey
{
    /// <param name="path">The key as given.</param>
    /// <param name="origin">Where it stands.</param>
    /// <param name="write">How this source spells a dotted key.</param>
    public static ConfigurationFault Fault(KeyPath path, ConfigurationOrigin origin, Func<string, string> write)
    {
        var section = new KeyPath(path.Segments[..^1]);
        var remedy = Meant(path, section) is { } meant
            ? $"Did you mean {write(meant)}?"
            : "Remove it; harombe config keys lists every key";
        return new ConfigurationFault(FaultKind.UnknownKey, origin, path.ToString(), "is not a known key", remedy);
    }

    // First a slip of the fingers among the neighbours, then the right name in the wrong section, then a slip anywhere.
    private static string? Meant(KeyPath path, KeyPath section)
    {
        if (NearestName.Of(path.Last, ConfigurationKeys.NamesIn(section)) is { } neighbour) return section.Child(neighbour).ToString();
        var working = ConfigurationKeys.Working;
        var elsewhere = working.Where(key => key.Name == path.Last || key.Name.EndsWith("." + path.Last, StringComparison.OrdinalIgnoreCase)).ToArray();
        return elsewhere.Length == 1 ? elsewhere[0].Name : NearestName.Of(path.ToString(), working.Select(key => key.Name));
    }
}

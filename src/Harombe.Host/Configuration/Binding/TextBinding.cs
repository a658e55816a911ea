using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration.Binding;

/// <summary>Binds values that come as bare texts, one per key: the environment's and the command line's.</summary>
internal sealed class TextBinding(string folder, string? home, List<ConfigurationFault> faults)
{
    /// <summary>What every variable of ours starts with.</summary>
    public const string Prefix = "HAROMBE__";

    /// <summary>Binds every variable with the prefix, in the order of their names, so that faults come in the same order on every machine.</summary>
    public IReadOnlyList<Setting> Bind(IReadOnlyDictionary<string, string> environment)
    {
        var settings = new List<Setting>();
        foreach (var (name, text) in environment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var origin = new ConfigurationOrigin.Environment(name);
            var path = new KeyPath([.. name[Prefix.Length..].ToLowerInvariant().Split("__")]);
            if (name.Any(char.IsAsciiLetterLower))
                faults.Add(new ConfigurationFault(FaultKind.UnknownKey, origin, path.ToString(), "has a variable in lower case", $"Did you mean {Variable(path.ToString())}?"));
            else
                Add(settings, path, text, origin, Variable);
        }

        return settings;
    }

    /// <summary>Binds the command line's overrides; the same key twice is a fault, whichever options gave it.</summary>
    public IReadOnlyList<Setting> Bind(IReadOnlyList<CommandLineOverride> overrides)
    {
        var settings = new List<Setting>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (option, key, text) in overrides)
        {
            var origin = new ConfigurationOrigin.CommandLine(option);
            var path = KeyPath.Parse(key);
            if (text is null)
                faults.Add(new ConfigurationFault(FaultKind.Syntax, origin, path.ToString(), "has no value", $"Write {option} key=value"));
            else if (!seen.Add(key))
                faults.Add(new ConfigurationFault(FaultKind.Duplicate, origin, path.ToString(), "is given twice", "Keep one of them; the items of a list are separated by commas"));
            else
                Add(settings, path, text, origin, dotted => dotted);
        }

        return settings;
    }

    private static string Variable(string dotted) => Prefix + dotted.ToUpperInvariant().Replace(".", "__", StringComparison.Ordinal);

    private void Add(List<Setting> settings, KeyPath path, string text, ConfigurationOrigin origin, Func<string, string> write)
    {
        var key = ConfigurationKeys.At(path);
        var below = ConfigurationKeys.Below(path).ToArray();
        if (key is not null)
        {
            if (KeyReading.Read(key.Kind, new Written(text, WrittenForm.Untyped, folder, home), origin, path.ToString(), SecretShapes.NameFor(path), faults) is { } value)
                settings.Add(Setting.Of(key, path, value, origin));
            return;
        }

        if (SecretShapes.Find(text) is { } name)
            faults.Add(KeyReading.SecretFault(origin, path.ToString(), name == "token" ? SecretShapes.NameFor(path) : name));
        else if (SecretShapes.IsSecretName(path.Last) && text.Length > 0 && !text.StartsWith(SecretReference.Scheme, StringComparison.Ordinal))
            faults.Add(KeyReading.SecretFault(origin, path.ToString(), SecretShapes.NameFor(path)));
        if (below.Length > 0 && below.All(row => row.NotYet is not null) && below[^1].NotYet is { } notYet)
            faults.Add(new ConfigurationFault(FaultKind.NotYet, origin, path.ToString(), notYet.Reason, notYet.Remedy));
        else if (below.Length > 0)
            faults.Add(new ConfigurationFault(FaultKind.WrongType, origin, path.ToString(), "is a group of keys", $"Set one of its keys, as in {write(below[0].Name)}"));
        else
            faults.Add(UnknownKey.Fault(path, origin, write));
    }
}

using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration.Binding;

/// <summary>Reads one value for one key; the rules that hold for every kind and every source stand here.</summary>
internal static class KeyReading
{
    /// <summary>The value, or null after adding a fault.</summary>
    /// <param name="kind">What reads the text: the key's kind, or that of a list's items.</param>
    /// <param name="written">The text.</param>
    /// <param name="origin">Where the text stands.</param>
    /// <param name="key">The key as faults name it.</param>
    /// <param name="secretName">What a secret found here would be called.</param>
    /// <param name="faults">Takes the fault.</param>
    public static object? Read(ValueKind kind, Written written, ConfigurationOrigin origin, string key, string secretName, List<ConfigurationFault> faults)
    {
        if (SecretShapes.Find(written.Text) is { } found && kind is not SecretReferenceKind)
        {
            faults.Add(SecretFault(origin, key, found == "token" ? secretName : found));
            return null;
        }

        // An empty variable or option is the way to write an empty list; an empty line in a file is an unfinished one.
        if (written.IsNothing && !(kind is NotYetKind || (kind is ListKind && written.Form == WrittenForm.Untyped)))
        {
            faults.Add(new ConfigurationFault(FaultKind.WrongType, origin, key, "has no value", $"Give it one ({kind.Name}), or remove it"));
            return null;
        }

        switch (kind.Read(written))
        {
            case Reading.Accepted accepted:
                return accepted.Value;
            case Reading.Rejected rejected:
                faults.Add(new ConfigurationFault(rejected.Kind, origin, key, rejected.Reason, rejected.Remedy));
                return null;
            default:
                throw new InvalidOperationException("A reading is accepted or rejected.");
        }
    }

    /// <summary>The fault of a secret that stands in the open. Says its name, never its value.</summary>
    public static ConfigurationFault SecretFault(ConfigurationOrigin origin, string key, string name) => new(
        FaultKind.Secret, origin, key, "holds a secret in the open",
        $"Remove it and run harombe secrets set {name}; if the value was real, replace it at its issuer");
}

using System.Collections.Immutable;
using Harombe.Host.Configuration.Files;
using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration.Binding;

/// <summary>Binds the tree of a file to the table of keys. Walks everything, so that every fault of a file is found in one go.</summary>
/// <param name="shown">The file as the user knows it.</param>
/// <param name="folder">Absolute; where relative paths start.</param>
/// <param name="home">The home folder, or null.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class FileBinding(string shown, string folder, string? home, List<ConfigurationFault> faults)
{
    private readonly List<Setting> settings = [];

    /// <summary>The values that are right.</summary>
    public IReadOnlyList<Setting> Bind(FileNode? root)
    {
        switch (root)
        {
            case null or RefusedNode or ScalarNode { Form: WrittenForm.Plain, Text: "" }:
                break;
            case MappingNode mapping:
                Section(KeyPath.Root, mapping);
                break;
            default:
                Secrets(KeyPath.Root, root);
                Fault(FaultKind.WrongType, root, "", root is SequenceNode ? "must hold keys, but holds a list" : "must hold keys, but holds a single value", "Write key: value lines");
                break;
        }

        return settings;
    }

    private void Section(KeyPath path, MappingNode mapping)
    {
        Duplicates(path, mapping);
        foreach (var entry in mapping.Entries) Entry(path.Child(entry.Name.Text), entry);
    }

    private void Entry(KeyPath path, FileEntry entry)
    {
        var below = ConfigurationKeys.Below(path).ToArray();
        if (below.Length > 0 && entry.Value is MappingNode { Entries.Count: > 0 } mapping)
            Section(path, mapping);
        else if (ConfigurationKeys.At(path) is { } key)
            Value(key, path, entry);
        else if (below.Length > 0)
            NotASection(path, below, entry);
        else
        {
            Secrets(path, entry.Value);
            faults.Add(UnknownKey.Fault(path, At(entry.Name), dotted => dotted));
        }
    }

    private void Value(ConfigurationKey key, KeyPath path, FileEntry entry)
    {
        if (key.NotYet is { } notYet)
        {
            Secrets(path, entry.Value);
            Fault(FaultKind.NotYet, entry.Name, path.ToString(), notYet.Reason, notYet.Remedy);
            return;
        }

        if ((key.Kind, entry.Value) is (TreeKind, MappingNode) or (TreeListKind, SequenceNode))
        {
            // Its keys are somebody else's to check; that none of its values is a secret is ours.
            var tree = entry.Value;
            Secrets(path, tree);
            settings.Add(new Setting(key with { Path = path.ToString() }, SettingsTree.Of(tree, At), At(entry.Name)));
            return;
        }

        var value = (key.Kind, entry.Value) switch
        {
            (ListKind list, SequenceNode sequence) => (object?)Items(list, path, sequence),
            (_, ScalarNode scalar) => Read(key.Kind, path, path.ToString(), scalar),
            (_, RefusedNode) => null,
            _ => WrongShape(key, path, entry.Value),
        };
        if (value is not null) settings.Add(Setting.Of(key, path, value, At(entry.Name)));
    }

    private ImmutableArray<string>? Items(ListKind list, KeyPath path, SequenceNode sequence)
    {
        var items = ImmutableArray.CreateBuilder<string>();
        var right = true;
        for (var i = 0; i < sequence.Items.Count; i++)
        {
            var key = $"{path}[{i}]";
            if (sequence.Items[i] is ScalarNode scalar && Read(list.Element, path, key, scalar) is string item)
            {
                items.Add(item);
                continue;
            }

            right = false;
            if (sequence.Items[i] is not (MappingNode or SequenceNode)) continue;
            Secrets(path, sequence.Items[i]);
            Fault(FaultKind.WrongType, sequence.Items[i], key, "must be a single value, but is a list or a group of keys", $"Write one {list.Element.Name} per item");
        }

        return right ? items.ToImmutable() : null;
    }

    private object? Read(ValueKind kind, KeyPath path, string key, ScalarNode scalar) =>
        KeyReading.Read(kind, new Written(scalar.Text, scalar.Form, folder, home), At(scalar), key, SecretShapes.NameFor(path), faults);

    private object? WrongShape(ConfigurationKey key, KeyPath path, FileNode node)
    {
        Secrets(path, node);
        var found = node is SequenceNode ? "a list" : "a group of keys";
        Fault(FaultKind.WrongType, node, path.ToString(), $"must be a {key.Kind.Name}, but is {found}", key.Kind is ListKind ? "Write one \"- value\" per line" : "Write a single value");
        return null;
    }

    private void NotASection(KeyPath path, ConfigurationKey[] below, FileEntry entry)
    {
        Secrets(path, entry.Value);
        if (below.All(key => key.NotYet is not null) && below[^1].NotYet is { } notYet)
            Fault(FaultKind.NotYet, entry.Name, path.ToString(), notYet.Reason, notYet.Remedy);
        else if (entry.Value is not (RefusedNode or MappingNode or ScalarNode { Form: WrittenForm.Plain, Text: "" }))
            Fault(FaultKind.WrongType, entry.Value, path.ToString(), "must be a group of keys", $"Indent keys below it: {string.Join(", ", ConfigurationKeys.NamesIn(path))}");
    }

    // Looks through what has no key to bind to: nobody else will look there, and a secret is wrong wherever it stands.
    private void Secrets(KeyPath path, FileNode node)
    {
        switch (node)
        {
            case ScalarNode scalar when SecretShapes.Find(scalar.Text) is { } name:
                faults.Add(KeyReading.SecretFault(At(scalar), path.ToString(), name == "token" ? SecretShapes.NameFor(path) : name));
                break;
            case ScalarNode scalar when SecretShapes.IsSecretName(path.Last) && IsLiteral(scalar):
                faults.Add(KeyReading.SecretFault(At(scalar), path.ToString(), SecretShapes.NameFor(path)));
                break;
            case SequenceNode sequence:
                foreach (var item in sequence.Items) Secrets(path, item);
                break;
            case MappingNode mapping:
                Duplicates(path, mapping);
                foreach (var entry in mapping.Entries) Secrets(path.Child(entry.Name.Text), entry.Value);
                break;
            default:
                break;
        }
    }

    private bool IsLiteral(ScalarNode scalar) => scalar.Text.Length > 0
        && !scalar.Text.StartsWith(SecretReference.Scheme, StringComparison.Ordinal)
        && new Written(scalar.Text, scalar.Form, folder, home) is { IsNothing: false, NotText: not "a boolean" };

    private void Duplicates(KeyPath path, MappingNode mapping)
    {
        var first = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
        foreach (var (name, _) in mapping.Entries)
        {
            if (first.TryAdd(name.Text, name)) continue;
            Fault(FaultKind.Duplicate, name, path.Child(name.Text).ToString(), $"is given twice, first in line {first[name.Text].Line}", "Keep one of them");
        }
    }

    private void Fault(FaultKind kind, FileNode node, string key, string reason, string remedy) => faults.Add(new ConfigurationFault(kind, At(node), key, reason, remedy));

    private ConfigurationOrigin.File At(FileNode node) => new(shown, node.Line, node.Column);
}

using Harombe.Host.Configuration.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Harombe.Host.Configuration.Files;

/// <summary>
/// Builds the tree of one file from the parser's events. Not from YamlDotNet's own representation: that one stops at the first duplicate key,
/// expands aliases, and recurses as deep as the file says, which ends the process.
/// </summary>
internal sealed class FileTree(string text, string shown, List<ConfigurationFault> faults)
{
    /// <summary>The deepest nesting; the deepest key needs four.</summary>
    private const int Deepest = 8;

    private readonly Stack<OpenNode> open = new();
    private readonly HashSet<int> insideValue = [];
    private FileNode? root;
    private Mark last = new(0, 1, 1);

    /// <summary>The root, or null when the file holds nothing. After a syntax fault: what was read before it, so that its faults are listed too.</summary>
    public FileNode? Read()
    {
        var parser = new Parser(new StringReader(text));
        var documents = 0;
        ConfigurationFault? broken = null;
        try
        {
            while (parser.MoveNext())
            {
                var current = parser.Current!; // Set whenever MoveNext returned true.
                last = current.End;
                if (current is DocumentStart && ++documents > 1)
                {
                    Fault(current.Start, "", "has a second document", "Keep one document: delete the --- and what follows, or merge it");
                    break;
                }

                if (!Take(current)) break;
            }
        }
        catch (YamlException error)
        {
            broken = Syntax(error.Start, error.Message);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The parser answers some broken files, a missing bracket among them, with exceptions of its own bookkeeping.
            broken = Syntax(last, "the structure breaks off after this position");
        }

        var tabs = TabbedIndentation.In(text, insideValue).Where(tab => broken is null || tab.Line <= last.Line + 1).ToArray();
        foreach (var (line, column) in tabs) Fault(new Mark(0, line, column), "", "is indented with a tab", "Indent with spaces");
        if (broken is not null && tabs.Length == 0) faults.Add(broken);
        return root;
    }

    // False stops reading.
    private bool Take(ParsingEvent current)
    {
        if (current is NodeEvent node) Plainness(node);
        switch (current)
        {
            case Scalar scalar:
                for (var line = scalar.Start.Line + 1; line <= scalar.End.Line && scalar.End.Line - scalar.Start.Line > 0; line++)
                    if (line < scalar.End.Line || scalar.End.Column > 1) insideValue.Add((int)line);
                Place(new ScalarNode(Line(scalar), Column(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain ? WrittenForm.Plain : WrittenForm.Quoted));
                return true;
            case AnchorAlias alias:
                Fault(alias.Start, "", "uses an alias", "Write the value out; aliases are not supported");
                Place(new RefusedNode(Line(alias), Column(alias)));
                return true;
            case SequenceStart or MappingStart when open.Count >= Deepest:
                Fault(current.Start, "", $"is nested deeper than {Deepest} levels", "Flatten it; no key needs this depth");
                return false;
            case SequenceStart sequence:
                Open(new SequenceNode(Line(sequence), Column(sequence), []));
                return true;
            case MappingStart mapping:
                Open(new MappingNode(Line(mapping), Column(mapping), []));
                return true;
            case SequenceEnd or MappingEnd:
                open.Pop();
                return true;
            default:
                return true;
        }
    }

    private void Plainness(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) Fault(node.Start, "", "has an anchor", "Remove the &name; anchors are not supported");
        if (!node.Tag.IsEmpty) Fault(node.Start, "", "has a tag", "Remove the !tag; types are fixed by the key");
    }

    private void Open(FileNode node)
    {
        Place(node);
        open.Push(new OpenNode(node));
    }

    private void Place(FileNode node)
    {
        if (!open.TryPeek(out var parent))
        {
            root ??= node;
            return;
        }

        switch (parent.Node)
        {
            case SequenceNode sequence:
                sequence.Items.Add(node);
                break;
            case MappingNode when !parent.HasName:
                parent.HasName = true;
                parent.Name = node as ScalarNode;
                if (parent.Name is null && node is not RefusedNode)
                    faults.Add(new ConfigurationFault(FaultKind.Syntax, At(node.Line, node.Column), "", "uses a list or a group as a key", "Write a plain name before the colon"));
                break;
            case MappingNode mapping:
                if (parent.Name is { } name) mapping.Entries.Add(new FileEntry(name, node));
                parent.HasName = false;
                break;
            default:
                throw new InvalidOperationException("Only lists and groups hold other nodes.");
        }
    }

    private ConfigurationFault Syntax(Mark mark, string message) => new(
        FaultKind.Syntax,
        At((int)mark.Line, (int)mark.Column),
        "",
        $"is not valid YAML: {message.TrimEnd('.')}",
        "Correct the indentation, the brackets or the quotes; a text with \": \" or \" #\" needs quotes");

    private void Fault(Mark mark, string key, string reason, string remedy) =>
        faults.Add(new ConfigurationFault(FaultKind.Syntax, At((int)mark.Line, (int)mark.Column), key, reason, remedy));

    private ConfigurationOrigin.File At(int line, int column) => new(shown, line, column);

    private static int Line(ParsingEvent current) => (int)current.Start.Line;

    private static int Column(ParsingEvent current) => (int)current.Start.Column;

    private sealed class OpenNode(FileNode node)
    {
        public FileNode Node { get; } = node;

        public bool HasName { get; set; }

        public ScalarNode? Name { get; set; }
    }
}

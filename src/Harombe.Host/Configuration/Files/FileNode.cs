using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration.Files;

/// <summary>A piece of a YAML file with its position, counted from 1.</summary>
internal abstract record FileNode(int Line, int Column);

/// <summary>A single value.</summary>
internal sealed record ScalarNode(int Line, int Column, string Text, WrittenForm Form) : FileNode(Line, Column);

/// <summary>A list.</summary>
internal sealed record SequenceNode(int Line, int Column, List<FileNode> Items) : FileNode(Line, Column);

/// <summary>A group of keys, duplicates included: whoever binds it reports them under their full key.</summary>
internal sealed record MappingNode(int Line, int Column, List<FileEntry> Entries) : FileNode(Line, Column);

/// <summary>Something that was reported while reading and has no meaning to bind, such as an alias.</summary>
internal sealed record RefusedNode(int Line, int Column) : FileNode(Line, Column);

/// <summary>A key of a mapping and what it holds.</summary>
internal sealed record FileEntry(ScalarNode Name, FileNode Value);

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Harombe.Core.Labels;

namespace Harombe.Core.Calls;

/// <summary>A tool's result: blocks for reading, and a structured value where the tool promises one. Immutable.</summary>
public sealed record ToolContent(ImmutableArray<ContentBlock> Blocks, StructuredContent? Structured = null)
{
    /// <summary>A result of one text.</summary>
    public static ToolContent OfText(string text, Label label) => new([new ContentBlock.Text(text, label)]);

    /// <summary>The label of everything in it taken together.</summary>
    public Label Label => Blocks.Select(block => block.Label)
        .Concat(Structured is { } structured ? [structured.Label] : [])
        .DefaultIfEmpty(Label.OfOutside)
        .Aggregate((joined, label) => joined.Join(label));

    /// <summary>What a model reads: every block as text, one below the other, or the structured value where there is no block.</summary>
    public string ReadText => Blocks.IsEmpty && Structured is { } structured ? structured.Value.GetRawText() : string.Join('\n', Blocks.Select(block => block.ReadText));

    /// <summary>The lengths and labels of the parts of <see cref="ReadText"/>; empty where all of them carry the same label.</summary>
    public ImmutableArray<LabelledPart> ReadParts => Blocks.Select(block => block.Label).Distinct().Count() < 2 ? [] : [.. Blocks.Select(block => new LabelledPart(block.ReadText.Length, block.Label))];

    /// <summary>All text blocks, one below the other.</summary>
    public string PlainText => string.Join('\n', Blocks.OfType<ContentBlock.Text>().Select(block => block.Value));
}

/// <summary>One block of a result. A closed family.</summary>
public abstract record ContentBlock(Label Label)
{
    /// <summary>What a model reads of it.</summary>
    public string ReadText => this switch
    {
        Text text => text.Value,
        Binary binary => string.Create(CultureInfo.InvariantCulture, $"[{binary.Name ?? "file"}: {binary.MediaType}, {binary.Bytes.Length} bytes]"),
        _ => throw new InvalidOperationException($"Unknown block {GetType().Name}."),
    };

    /// <summary>Text for the model and for people.</summary>
    public sealed record Text(string Value, Label Label) : ContentBlock(Label)
    {
        /// <summary>Where the text is from, when it is a document with an address of its own.</summary>
        public string? Address { get; init; }

        /// <summary>What kind of document it is then, for example <c>text/markdown</c>.</summary>
        public string? MediaType { get; init; }
    }

    /// <summary>A file or an image.</summary>
    /// <param name="Bytes">Its content.</param>
    /// <param name="MediaType">For example <c>image/png</c>.</param>
    /// <param name="Name">A name for people, if it has one.</param>
    /// <param name="Label">Its label.</param>
    public sealed record Binary(ImmutableArray<byte> Bytes, string MediaType, string? Name, Label Label) : ContentBlock(Label);
}

/// <summary>A result as JSON, by the tool's output schema.</summary>
public sealed record StructuredContent(JsonElement Value, Label Label);

/// <summary>A part of a text that has a label of its own.</summary>
public readonly record struct LabelledPart(int Length, Label Label);

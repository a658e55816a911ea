namespace Harombe.Core.Conversations;

/// <summary>A file that came with a message. Text has gone through the scanner; pictures and PDFs can't be scanned and are kept as they are.</summary>
/// <param name="Name">Its name, for people and the model; no path.</param>
/// <param name="MediaType">What it is, lower case and without parameters, for example <c>image/png</c>.</param>
/// <param name="Bytes">Its content.</param>
public sealed record Attachment(string Name, string MediaType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Whether it is text, which every model reads.</summary>
    public bool IsText => MediaType.StartsWith("text/", StringComparison.Ordinal) || MediaType is "application/json" or "application/xml" or "application/yaml" or "application/toml";
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Harombe.Core.Secrets;
using Harombe.Gateway.Pinning;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>
/// The pages of a server's lists as they were last heard. Definitions are compared before every call, and hardly ever differ: a page that comes again
/// word for word is not taken apart and hashed again. Thread-safe.
/// </summary>
/// <param name="scanner">Takes secrets out.</param>
/// <param name="leftOut">Is told, by the list, of an item that is not taken.</param>
internal sealed class HeardPages(ISecretScanner scanner, Action<string> leftOut)
{
    // A server may name its pages anew each time; what it named before is no use then.
    private const int Most = 128;

    private readonly ConcurrentDictionary<(string Method, string Cursor), (string Text, HeardPage Page)> last = new();

    private Definition? instructions;

    /// <summary>What it told about itself when it introduced itself, which it does once; null when that was nothing.</summary>
    public Definition? Instructions(string? text) =>
        text is { Length: > 0 } ? instructions ??= Definition.OfText(DefinitionKind.Instructions, text).Cleaned(scanner) : null;

    /// <summary>The tools that the library was last told of.</summary>
    public ImmutableArray<Definition> KnownTools { get; set; } = [];

    /// <summary>Those of them that can be called.</summary>
    public ImmutableArray<Definition> UsableTools { get; set; } = [];

    /// <summary>What a page says.</summary>
    /// <param name="method">Of which list.</param>
    /// <param name="cursor">What was asked for; null for the first page.</param>
    /// <param name="result">The answer, as it came.</param>
    /// <param name="read">Takes it apart, when it is another than before.</param>
    public HeardPage Of(string method, string? cursor, JsonNode result, Func<JsonNode, HeardPage> read)
    {
        var text = result.ToJsonString();
        var key = (method, cursor ?? "");
        if (last.TryGetValue(key, out var known) && known.Text == text)
        {
            return known.Page;
        }

        var page = Cleaned(method, read(result));
        if (last.Count >= Most)
        {
            last.Clear();
        }

        last[key] = (text, page);
        return page;
    }

    // A name is a key and can't be cut; what has a secret in it is not taken at all.
    private HeardPage Cleaned(string method, HeardPage page)
    {
        var named = page.Items.Where(item => scanner.Scan(item.Name).Count == 0).ToList();
        for (var left = page.Items.Length - named.Count; left > 0; left--)
        {
            leftOut(method);
        }

        return page with { Items = [.. named.Select(item => item.Cleaned(scanner))] };
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">How to ask for the next; null when it is the last.</param>
internal sealed record HeardPage(ImmutableArray<Definition> Items, string? Next);

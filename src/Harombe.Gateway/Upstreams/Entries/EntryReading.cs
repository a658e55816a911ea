using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Harombe.Core.Egress;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Gateway.Upstreams.Entries;

/// <summary>Reads an entry, from the configuration or from somebody who adds one. Pure but for paths made absolute.</summary>
public static partial class EntryReading
{
    /// <summary>Reads one.</summary>
    /// <param name="written">The entry.</param>
    /// <param name="folder">Where relative folders begin; absolute.</param>
    /// <param name="faults">Takes what is wrong, each with its place below the entry.</param>
    /// <returns>The entry; null when something is wrong with it.</returns>
    public static UpstreamEntry? Read(JsonElement written, string folder, ICollection<EntryFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (written.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new EntryFault("", "must be a group of keys", "Write name, and command or url"));
            return null;
        }

        var fields = new EntryFields(written, faults);
        var before = faults.Count;
        var name = fields.Text("name");
        if (name is null || !IsName(name))
        {
            fields.Fault("name", name is null ? "is missing" : "is no name of a server", "Use 1 to 24 lower-case letters, digits, '-' or single '_', beginning with a letter; not harombe or model");
        }

        var entry = new UpstreamEntry
        {
            Name = name ?? "",
            Place = Place(fields, folder),
            Principals = [.. fields.Texts("principals").Select(one => new PrincipalId(one))],
            Trusted = fields.Choice("trust", "untrusted", "trusted") == "trusted",
            Tools = Words(fields),
            Asks = new UpstreamAsks(fields.Flag("elicitation", true), fields.Flag("sampling", false), fields.Flag("roots", false)),
            Apart = fields.Number("apart", 0, 0, 256),
            CacheFor = fields.Time("cache", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(1)),
            Limits = Limits(fields),
            Written = written.Clone(),
        };
        fields.Rest();
        return faults.Count == before ? entry : null;
    }

    /// <summary>Whether a server can have this name. <c>model</c> is what asking a model is called in the record, as <c>model__openai</c>.</summary>
    public static bool IsName(string text) => Name().IsMatch(text) && !text.Contains("__", StringComparison.Ordinal) && text is not ("harombe" or "model");

    private static UpstreamPlace Place(EntryFields fields, string folder)
    {
        var (command, url) = (fields.Text("command"), fields.Text("url"));
        if ((command is null) == (url is null))
        {
            fields.Fault("", command is null ? "says neither command nor url" : "says both command and url", "Write command for a program to start, or url for a server that runs elsewhere");
        }

        var reveals = fields.Flag("reveal", false);
        if (reveals && url is not null)
        {
            fields.Fault("reveal", "is for a server that is started here", "Remove it: headers are filled in when a request leaves, and the server is given nothing else");
        }

        return url is null
            ? new UpstreamPlace.Command(
                command ?? "", fields.Texts("args"), fields.Values("env", IsVariable, "a variable", bearer: false),
                fields.Text("folder") is { } own ? Path.GetFullPath(own.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Home, own[2..]) : own, folder) : null,
                reveals)
            : new UpstreamPlace.Address(AddressOf(fields, url), Headers(fields), fields.Choice("transport", "auto", "streamable", "sse"));
    }

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static ImmutableSortedDictionary<string, WrittenValue> Headers(EntryFields fields)
    {
        var headers = fields.Values("headers", IsHeader, "a header", bearer: true);
        if (fields.Text("bearer") is not { } bearer)
        {
            return headers;
        }

        if (!bearer.StartsWith("secret://", StringComparison.Ordinal) || !SecretName.TryParse(bearer, out var secret))
        {
            fields.Fault("bearer", "must be a secret reference", "Run harombe secrets set <name> and write secret://<name>");
            return headers;
        }

        return headers.SetItem("Authorization", new WrittenValue(null, secret, "Bearer "));
    }

    private static Uri AddressOf(EntryFields fields, string url)
    {
        var none = new Uri("https://invalid.example/");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0 || address.Scheme is not ("http" or "https"))
        {
            fields.Fault("url", "is no http or https address without user and fragment", "Write it as in https://mcp.example.com/mcp");
            return none;
        }

        var host = address.IdnHost;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var number))
        {
            fields.Fault("url", "names its host by an address", IPAddress.IsLoopback(number) ? "Write localhost for this machine" : "Write the host's name: certificates and egress rules go by names");
        }
        else if (host != "localhost" && address.Scheme != Uri.UriSchemeHttps)
        {
            fields.Fault("url", "would send calls and credentials unencrypted to another machine", "Use https");
        }
        else if (!HostDeclaration.TryParse(host == "localhost" ? $"localhost:{address.Port}" : $"{host}:{address.Port}", out _))
        {
            fields.Fault("url", "names no host of the internet and not localhost", "Write the full name of the host, in ASCII");
        }

        return address;
    }

    private static ImmutableDictionary<string, ToolWords> Words(EntryFields fields)
    {
        var words = ImmutableDictionary.CreateBuilder<string, ToolWords>(StringComparer.Ordinal);
        foreach (var (name, tool) in fields.Groups("tools"))
        {
            var alias = tool.Text("alias");
            if (alias is not null && !Alias().IsMatch(alias))
            {
                tool.Fault("alias", "is no name of a tool", "Use letters, digits, '_' and '-'");
            }

            words[name] = new ToolWords(tool.Choice("risk", "", "low", "medium", "high", "critical") switch
            {
                "low" => Risk.Low,
                "medium" => Risk.Medium,
                "high" => Risk.High,
                "critical" => Risk.Critical,
                _ => null,
            }, alias, tool.Text("description"), tool.Flag("enabled", true), tool.Flag("reads", false), tool.Text("dry_run"));
            tool.Rest();
        }

        return words.ToImmutable();
    }

    private static UpstreamLimits Limits(EntryFields fields)
    {
        var usual = new UpstreamLimits();
        return new UpstreamLimits
        {
            Start = fields.Time("start_timeout", usual.Start, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
            Call = fields.Time("timeout", usual.Call, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            Answer = fields.Time("answer_timeout", usual.Answer, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Idle = fields.Time("idle", usual.Idle, TimeSpan.Zero, TimeSpan.FromDays(7)),
            Lifetime = fields.Time("lifetime", usual.Lifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)),
            Compare = fields.Time("compare", usual.Compare, TimeSpan.Zero, TimeSpan.FromHours(1)),
            Concurrent = fields.Number("concurrent", usual.Concurrent, 1, 256),
            Message = fields.Number("message", usual.Message, 64 * 1024, 256 * 1024 * 1024),
        };
    }

    private static bool IsVariable(string text) => Variable().IsMatch(text);

    // What the transport says itself can't be said here.
    private static bool IsHeader(string text) => Header().IsMatch(text)
        && !text.StartsWith("mcp-", StringComparison.OrdinalIgnoreCase)
        && text.ToLowerInvariant() is not ("host" or "content-length" or "content-type" or "transfer-encoding" or "connection" or "accept" or "last-event-id");

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,23}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Alias();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}

/// <summary>What is wrong with an entry.</summary>
/// <param name="Path">Where, below the entry: empty, <c>.env.NAME</c>, <c>.args[0]</c>.</param>
/// <param name="Reason">What is wrong, to be read after the place. Repeats no value.</param>
/// <param name="Remedy">What to do, as an order.</param>
public sealed record EntryFault(string Path, string Reason, string Remedy);

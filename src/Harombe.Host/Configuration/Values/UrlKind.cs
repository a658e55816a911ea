namespace Harombe.Host.Configuration.Values;

/// <summary>An absolute http or https URL without user, query or fragment.</summary>
internal sealed class UrlKind : ValueKind
{
    public override string Name => "url";

    public override string Range => "an http or https URL without user, query or fragment";

    public override Reading Read(Written written)
    {
        if (!Uri.TryCreate(written.Text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return Reading.Wrong($"must be a URL, but is {Shown.Value(written.Text)}", "Write an absolute URL, as in https://api.anthropic.com");
        if (uri.UserInfo.Length > 0) return Reading.Wrong("has a user in the URL", "Remove the part before the @");
        return uri.Query.Length > 0 || uri.Fragment.Length > 0 || written.Text.AsSpan().ContainsAny("?#")
            ? Reading.Wrong("has a query or a fragment", "End the URL before ? and #")
            : Reading.Of(uri);
    }

    public override string Show(object value) => ((Uri)value).OriginalString;
}

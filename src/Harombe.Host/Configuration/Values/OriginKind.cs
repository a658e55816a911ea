namespace Harombe.Host.Configuration.Values;

/// <summary>A web origin, as browsers send it: <c>https://console.example:8443</c>. Neither <c>*</c> nor <c>null</c>.</summary>
internal sealed class OriginKind : ValueKind
{
    public override string Name => "origin";

    public override string Range => "scheme://host[:port] with http or https";

    public override Reading Read(Written written)
    {
        var text = written.Text;
        if (text is "*" or "null")
            return Reading.Wrong($"must be one origin, but is {Shown.Value(text)}", "Name every origin on its own, as in https://console.example");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0
            || uri.AbsolutePath != "/" || text.EndsWith('/') || text.AsSpan().ContainsAny("?#\\"))
            return Reading.Wrong($"must be an origin, but is {Shown.Value(text)}", "Write scheme, host and port only, as in https://console.example:8443");
        return Reading.Of(uri.GetLeftPart(UriPartial.Authority));
    }

    public override string Show(object value) => (string)value;
}

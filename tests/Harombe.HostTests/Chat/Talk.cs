namespace Harombe.HostTests.Chat;

/// <summary>What one turn said, from its first event to where it stands still.</summary>
internal sealed record Talk(IReadOnlyList<ServerEvent> Events)
{
    public string Session => First("session").Text("session");

    public string State => Events[^1].Text("state");

    public string Tokens => string.Concat(Of("token").Select(item => item.Text("text")));

    public string Message => First("message").Text("text");

    public ServerEvent Error => First("error");

    public string Approval => First("approval_required").Text("approval");

    public IEnumerable<string> Kinds => Events.Select(item => item.Kind);

    public IEnumerable<string> Lines => Events.Select(item => item.Line);

    public IEnumerable<ServerEvent> Of(string kind) => Events.Where(item => item.Kind == kind);

    private ServerEvent First(string kind) => Of(kind).FirstOrDefault() ?? throw new Xunit.Sdk.XunitException($"No '{kind}' among:\n{string.Join('\n', Lines)}");
}

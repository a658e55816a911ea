using System.Net.Http.Headers;
using System.Text;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Forwarding;

namespace Harombe.Audit.Anchors;

/// <summary>A place outside of the record that checkpoints are told to. Whoever rewrites the record has to reach it as well. Any exception is a failure.</summary>
internal abstract class Anchor
{
    /// <summary>What it is called: <c>file /mnt/other/checkpoints</c>.</summary>
    public abstract string Name { get; }

    public abstract Task PublishAsync(SignedNote note, CancellationToken cancellationToken);
}

/// <summary>Appends to a file, on another disk for example. The file can be given to <c>audit verify --anchor</c>.</summary>
internal sealed class FileAnchor(string path) : Anchor
{
    public override string Name => $"file {path}";

    public override async Task PublishAsync(SignedNote note, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(note.ToString()), cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
    }
}

/// <summary>Sends to a syslog server.</summary>
internal sealed class SyslogAnchor(SyslogAddress address, TimeProvider time) : Anchor
{
    public override string Name => $"syslog {address}";

    public override async Task PublishAsync(SignedNote note, CancellationToken cancellationToken)
    {
        using var link = await SyslogLink.OpenAsync(address, cancellationToken).ConfigureAwait(false);
        await link.SendAsync(SyslogMessage.Of(time.GetUtcNow(), "checkpoint", note.ToString()), cancellationToken).ConfigureAwait(false);
        await link.EndAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Posts the checkpoint as plain text.</summary>
internal sealed class WebhookAnchor(Uri url, IHttpClientFactory http) : Anchor
{
    public override string Name => $"webhook {url}";

    public override async Task PublishAsync(SignedNote note, CancellationToken cancellationToken)
    {
        using var client = http.CreateClient(AuditServices.Outside);
        using var content = new StringContent(note.ToString());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        using var answer = await client.PostAsync(url, content, cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }
}

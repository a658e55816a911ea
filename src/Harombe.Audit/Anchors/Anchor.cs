using System.Diagnostics;
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

/// <summary>Commits to a git repository that is there already; where the repository has an upstream, it is pushed.</summary>
internal sealed class GitAnchor(string folder) : Anchor
{
    private const string FileName = "checkpoints";

    public override string Name => $"git {folder}";

    public override async Task PublishAsync(SignedNote note, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync(Path.Combine(folder, FileName), note.ToString(), cancellationToken).ConfigureAwait(false);
        await GitAsync(["add", "--", FileName], cancellationToken).ConfigureAwait(false);
        var size = Checkpoint.TryParse(note.Text, out var checkpoint) ? checkpoint.Head.Size : 0;
        await GitAsync(["-c", "user.name=Harombe", "-c", "user.email=audit@harombe.invalid", "commit", "--quiet", "-m", $"Audit checkpoint at {size} entries"], cancellationToken).ConfigureAwait(false);
        if (await TryGitAsync(["rev-parse", "--quiet", "--verify", "@{upstream}"], cancellationToken).ConfigureAwait(false) is null)
        {
            await GitAsync(["push", "--quiet"], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task GitAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (await TryGitAsync(arguments, cancellationToken).ConfigureAwait(false) is { } fault)
        {
            throw new IOException($"git {arguments[^1]} failed: {fault}");
        }
    }

    // What git said when it failed; null when it didn't.
    private async Task<string?> TryGitAsync(string[] arguments, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // git is the anchor that the operator chose, with arguments of ours alone; no call of a tool can reach it.
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true });
#pragma warning restore RS0030
        if (git is null)
        {
            return "it did not start";
        }

        var said = git.StandardError.ReadToEndAsync(cancellationToken);
        await git.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await git.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return git.ExitCode == 0 ? null : (await said.ConfigureAwait(false)).Trim();
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

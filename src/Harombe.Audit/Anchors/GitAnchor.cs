using System.Diagnostics;
using Harombe.Audit.Checkpoints;

namespace Harombe.Audit.Anchors;

/// <summary>Commits to a git repository that is there already; where the repository has an upstream, it is pushed.</summary>
internal sealed class GitAnchor(string folder) : Anchor
{
    private const string FileName = "checkpoints";

    // What git and ssh need to find their settings and their agent. Hooks of the repository see it too, and the host's environment may hold what is none of
    // their business; a GIT_DIR in it would even lead elsewhere.
    private static readonly string[] Needed =
    [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "XDG_CONFIG_HOME", "SSH_AUTH_SOCK", "SSH_ASKPASS", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM",
    ];

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
        var start = new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Clear();
        foreach (var name in Needed)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        // Nobody is there to be asked.
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
#pragma warning disable RS0030 // git is the anchor that the operator chose, with arguments of ours alone; no call of a tool can reach it.
        using var git = Process.Start(start);
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

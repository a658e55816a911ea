using System.Globalization;
using Harombe.Core.Calls;

namespace Harombe.Agent.Workspaces.Linux;

/// <summary>What the kernel's error numbers mean for a path of the workspace.</summary>
internal static class Errno
{
    public const int NotPermitted = 1, NoEntry = 2, NoDevice = 6, TryAgain = 11, Exists = 17, CrossDevice = 18, NotFolder = 20, IsFolder = 21,
        Invalid = 22, NoSystemCall = 38, NotEmpty = 39, TooManyLinks = 40;

    public static Reason Explain(int error, string path) => error switch
    {
        NoEntry => Refusals.Missing(path),
        TooManyLinks => Refusals.Link(path),
        CrossDevice => Refusals.BadPath(path, "would leave the workspace", "Stay below the workspace."),
        NotFolder => Refusals.Kind(path, "below a folder"),
        IsFolder or NoDevice => Refusals.Kind(path, "a regular file"),
        Exists => Refusals.Taken(path),
        NotEmpty => Refusals.NotEmpty(path),
        Invalid => Refusals.BadPath(path, "can't be put there", "A folder can't be moved into itself."),
        13 or NotPermitted => Refusals.Failed(path, "permission denied"),
        28 or 122 => Refusals.Failed(path, "no space left"),
        30 => Refusals.Failed(path, "the file system is read-only"),
        36 => Refusals.BadPath(path, "has a name that is too long for the file system", "Use a shorter name."),
        TryAgain => Refusals.Failed(path, "it kept being moved while it was opened"),
        _ => Refusals.Failed(path, "the system reported error " + error.ToString(CultureInfo.InvariantCulture)),
    };
}

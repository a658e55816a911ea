using Harombe.Core.Secrets;

namespace Harombe.Secrets.SealedFile;

/// <summary>
/// Lets one writer at a time change the store, across processes. The operating system drops it when a process dies, so a crash never
/// leaves the store locked. Readers don't need it: a rename gives them the old file or the new one, never half of each.
/// </summary>
internal static class SealedFileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <exception cref="SecretsUnavailableException">Another process kept it for longer than the timeout, or the folder can't be written.</exception>
    public static async ValueTask<IDisposable> TakeAsync(SealedFilePaths paths, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                DurableFile.MakeFolder(paths.Folder);
                return Open(paths.Lock);
            }
            catch (IOException e) when (File.Exists(paths.Lock))
            {
                if (time.GetElapsedTime(since) > timeout)
                {
                    throw new SecretsUnavailableException(
                        $"Another process has been writing the secrets for {timeout.TotalSeconds:0} s. End it (see who holds {paths.Lock}) and try again.", e);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SecretsUnavailableException($"{paths.Folder} can't be written: {e.Message} Give the account that runs the host access to it.", e);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}

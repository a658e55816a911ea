using Harombe.Agent.Workspaces.Linux;
using Harombe.Core.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Workspaces;

/// <summary>Gives the host its workspace.</summary>
public static partial class WorkspaceServices
{
    /// <summary>
    /// Adds the workspace: confined by the kernel on Linux, the weaker <see cref="PortableWorkspace"/> elsewhere, which is logged as such.
    /// </summary>
    public static IServiceCollection AddHarombeWorkspace(this IServiceCollection services, Action<WorkspaceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new WorkspaceOptions();
        configure(options);
        return services.AddSingleton(provider => Create(options, provider.GetRequiredService<ILoggerFactory>().CreateLogger<IWorkspace>()));
    }

    internal static IWorkspace Create(WorkspaceOptions options, ILogger logger)
    {
        if (!Path.IsPathFullyQualified(options.Folder) || options.MaxFileBytes < 1 || options.MaxEntries < 1 || options.MaxSearchBytes < 1)
        {
            throw new ArgumentException("The workspace needs an absolute folder and bounds of at least 1.", nameof(options));
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(options.Folder);
        }
        else
        {
            Directory.CreateDirectory(options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (!OperatingSystem.IsLinux() || (options.AllowPortable && !Libc.IsKnownMachine))
        {
            Weaker(logger);
            return new PortableWorkspace(options);
        }

        try
        {
            return Libc.IsKnownMachine
                ? new LinuxWorkspace(options)
                : throw new PlatformNotSupportedException("The confined workspace knows x64 and arm64 only.");
        }
        catch (PlatformNotSupportedException) when (options.AllowPortable)
        {
            Weaker(logger);
            return new PortableWorkspace(options);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The workspace is the portable one: weaker, since a link that is swapped in quickly enough gets through. Linux 5.6 or later confines it.")]
    private static partial void Weaker(ILogger logger);
}

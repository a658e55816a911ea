using Harombe.Host.Commands.Connection;
using Harombe.Host.Configuration;

namespace Harombe.Host.Diagnosis;

/// <summary>What is examined.</summary>
/// <param name="Configuration">The configuration, which was valid.</param>
/// <param name="Clock">The time.</param>
/// <param name="Host">The host that runs on the data folder; null when none answers.</param>
/// <param name="Services">The host's own composition, of which nothing was started.</param>
internal sealed record Patient(HarombeConfiguration Configuration, TimeProvider Clock, HostClient? Host, IServiceProvider Services)
{
    public string Data => Configuration.Data.Folder;
}

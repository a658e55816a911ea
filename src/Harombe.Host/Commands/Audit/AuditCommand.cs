using System.CommandLine;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit</c>: the record.</summary>
internal sealed class AuditCommand : Command
{
    public AuditCommand(Surroundings here)
        : base("audit", "Read the audit log and prove that nobody changed it.")
    {
        Add(new AuditTailCommand(here));
        Add(new AuditSearchCommand(here));
        Add(new AuditShowCommand(here));
        Add(new AuditStatsCommand(here));
        Add(new AuditVerifyCommand(here));
        Add(new AuditProveCommand(here));
        Add(new AuditRevealCommand(here));
        Add(new AuditOpenCommand(here));
        Add(new AuditExportCommand(here));
        Add(new AuditAnchorCommand(here));
        Add(new AuditRotateKeyCommand(here));
        Add(new AuditEraseCommand(here));
    }
}

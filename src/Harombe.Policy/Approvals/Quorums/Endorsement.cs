using Harombe.Core.Approvals;
using Harombe.Core.Principals;

namespace Harombe.Policy.Approvals.Quorums;

/// <summary>One yes of several that a question needs.</summary>
/// <param name="By">Whose.</param>
/// <param name="Via">How it came.</param>
/// <param name="At">When.</param>
/// <param name="Seal">See <see cref="ApprovalSeals.Endorsement"/>.</param>
internal sealed record Endorsement(PrincipalId By, AnswerChannel Via, DateTimeOffset At, string? Seal);

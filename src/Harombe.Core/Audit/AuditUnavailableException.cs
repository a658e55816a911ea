namespace Harombe.Core.Audit;

/// <summary>The record can't be written or read. The message says why and what to do; nothing may happen meanwhile.</summary>
public sealed class AuditUnavailableException(string message, Exception? cause) : Exception(message, cause);

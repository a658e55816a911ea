namespace Harombe.HostTests.Chat;

/// <summary>A file that goes with a message.</summary>
internal sealed record SentFile(string Name, string MediaType, byte[] Data);

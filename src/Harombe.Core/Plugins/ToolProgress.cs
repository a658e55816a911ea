namespace Harombe.Core.Plugins;

/// <summary>
/// How far a running tool is. A function that takes an <c>IProgress&lt;ToolProgress&gt;</c> reports by it: chats show the last report beside the call, MCP clients that
/// asked for it get a progress notification. Reports are scanned like results, shortened, and dropped when nobody listens or they come too fast: they
/// are for people who wait, never data.
/// </summary>
/// <param name="Message">What it does now, in a few words; at most 200 characters are shown.</param>
/// <param name="Done">The part that is done, 0 to 1; null when nobody can tell.</param>
public sealed record ToolProgress(string Message, double? Done = null);

namespace Harombe.Agent.Chat;

/// <summary>The names of the events on the stream.</summary>
internal static class EventKind
{
    public const string Session = "session";
    public const string Token = "token";
    public const string ToolCall = "tool_call";
    public const string ApprovalRequired = "approval_required";
    public const string ToolProgress = "tool_progress";
    public const string ToolResult = "tool_result";
    public const string Model = "model";
    public const string Usage = "usage";
    public const string Message = "message";
    public const string Delivered = "delivered";
    public const string Done = "done";
    public const string Error = "error";
}

using System.Text.Json.Serialization;

namespace Harombe.Host.Alerts;

/// <summary>Something that an operator should look at.</summary>
/// <param name="Id">Its own.</param>
/// <param name="Kind"><c>denials</c>, <c>redactions</c>, <c>questions</c>, <c>record.tampered</c> or <c>record.unavailable</c>.</param>
/// <param name="Subject">The principal that it is about; empty for the host as a whole.</param>
/// <param name="Count">How many events there were in the window.</param>
/// <param name="At">When.</param>
/// <param name="Message">What happened, in a sentence, without any secret.</param>
/// <param name="Next">What to look at.</param>
/// <param name="Unsaid">Alerts that were held back since the last one, because there were too many.</param>
internal sealed record Alert(string Id, string Kind, string Subject, int Count, DateTimeOffset At, string Message, string Next, int Unsaid = 0);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Alert))]
internal sealed partial class AlertJson : JsonSerializerContext;

using System.Text.Json.Nodes;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Questions;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams;

/// <summary>Where each message goes that a server sends of its own accord. Called on the thread that reads them: must not block.</summary>
/// <param name="entry">Which server.</param>
/// <param name="inside">The calls that it is at.</param>
/// <param name="progress">Where its reports of progress go.</param>
/// <param name="ears">Where questions and news go.</param>
/// <param name="changed">Is told that it says something else of itself now.</param>
internal sealed class ServerMessages(UpstreamEntry entry, CallsInside inside, ProgressRoutes progress, UpstreamEars ears, Action changed)
{
    public void Take(JsonRpcNotification message)
    {
        switch (message.Method)
        {
            case NotificationMethods.ProgressNotification:
                progress.Report(message.Params);
                break;
            case NotificationMethods.ToolListChangedNotification or NotificationMethods.PromptListChangedNotification:
                changed();
                break;
            default:
                ears.Hear(entry, inside, message);
                break;
        }
    }

    public Task<JsonNode> AnswerAsync(JsonRpcRequest request, CancellationToken cancellationToken) =>
        ears.Questions.AnswerAsync(entry, inside, request.Method, request.Params as JsonObject ?? [], cancellationToken);
}

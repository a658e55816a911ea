using System.Text.Json.Nodes;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Questions;
using Harombe.Gateway.Upstreams.Watching;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams;

/// <summary>Who takes what servers ask and tell of their own accord.</summary>
internal sealed class UpstreamEars(HeldQuestions questions, ServerLogs logs, News news)
{
    /// <summary>Answers what a server asks during a call.</summary>
    public HeldQuestions Questions => questions;

    /// <summary>Where its news go.</summary>
    public News News => news;

    /// <summary>Takes a message that is neither progress nor a reason to compare; must not block.</summary>
    public void Hear(UpstreamEntry entry, CallsInside inside, JsonRpcNotification message)
    {
        switch (message.Method)
        {
            case ServerLogs.Line:
                logs.Pass(entry, inside, message.Params);
                break;
            case NotificationMethods.ResourceListChangedNotification:
                news.Tell(new Told(entry.Name, NewsKind.Resources));
                break;
            case NotificationMethods.ResourceUpdatedNotification when message.Params is JsonObject form && form["uri"] is JsonValue uri && uri.TryGetValue<string>(out var address):
                news.Tell(new Told(entry.Name, NewsKind.Updated, address));
                break;
        }
    }
}

using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using Harombe.Core.Display;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Processes;
using ModelContextProtocol;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>Puts what went wrong with an upstream in words that say what to do.</summary>
internal static class Faults
{
    /// <summary>Why an introduction failed.</summary>
    public static UpstreamDownException Of(UpstreamEntry entry, Exception fault, ChildProcess? child, bool late)
    {
        if (Inner<UpstreamDownException>(fault) is { } known)
        {
            return known;
        }

        if (child is { Ended.IsCompleted: true })
        {
            var last = TellingLine.Of(child.Errors.Last) is { } line ? $" It last said: {Cut(line.Trim())}" : "";
            return new UpstreamDownException($"Its program ended before it introduced itself.{last}", $"Run '{Cut(entry.Place.Shown)}' in a shell and look at what it says; the log has all of it.", fault);
        }

        if (late || Inner<TimeoutException>(fault) is not null)
        {
            return new UpstreamDownException($"It did not introduce itself and list its tools within {entry.Limits.Start.TotalSeconds:0.#} s.", "Look at the log for what it says, or give it a longer start_timeout.", fault);
        }

        return Inner<AuthenticationException>(fault) is { } tls
            ? new UpstreamDownException($"Its certificate is not accepted: {tls.Message}", "Have the certificate renewed, or its authority added to those that this system trusts.", fault)
            : Inner<HttpRequestException>(fault) is { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } denied
                ? new UpstreamDownException($"It answers {(int)denied.StatusCode}: the credential is missing or not accepted.", "Store a valid one with 'harombe secrets set', and name it as bearer or in headers.", fault)
                : new UpstreamDownException($"It can't be reached or understood: {Cut(fault.Message)}", "Check the address or the command, and look at the log.", fault);
    }

    /// <summary>Whether the session is lost, and a new one may do better. A request that met this was not taken, or nobody can tell.</summary>
    public static bool IsLost(Exception fault, UpstreamSession session) =>
        session.IsOver || NotTaken(fault) || Inner<HttpRequestException>(fault) is { StatusCode: null } || Inner<ObjectDisposedException>(fault) is not null
        || (Inner<HttpRequestException>(fault) is null && Inner<IOException>(fault) is not null);

    /// <summary>Whether the server did nothing for certain: it doesn't know the session any more, or nobody listened.</summary>
    public static bool NotTaken(Exception fault) => Inner<HttpRequestException>(fault) is { StatusCode: HttpStatusCode.NotFound }
        or { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    /// <summary>Whether it is the server's answer, and not something on the way to it.</summary>
    public static bool IsAnswer(Exception fault) => fault is McpProtocolException or JsonException or AnswerWithheldException;

    /// <summary>Whether the server wants of the client what the client did not declare.</summary>
    public static bool WantsMore(Exception fault) => fault is McpProtocolException { ErrorCode: McpErrorCode.MissingRequiredClientCapability };

    public static T? Inner<T>(Exception? fault) where T : Exception
    {
        for (var one = fault; one is not null; one = one.InnerException)
        {
            if (one is T found)
            {
                return found;
            }

            if (one is AggregateException { InnerExceptions: var many } && many.Select(Inner<T>).FirstOrDefault(inner => inner is not null) is { } among)
            {
                return among;
            }
        }

        return null;
    }

    // On one line and with nothing hidden in it: it may quote the server, and stands in logs and on screens.
    private static string Cut(string text)
    {
        var shown = VisibleText.Line(text);
        return shown.Length <= 300 ? shown : shown[..299] + "…";
    }
}

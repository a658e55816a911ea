using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>
/// What a server of 2026-07-28 answers when it wants more before it goes on. Nothing is held meanwhile: the call ends, the client is told what is wanted, and
/// what it brings goes down the whole road again, as a call of its own.
/// </summary>
internal sealed class InputRounds(QuestionForm forms, AnswerScan scan, QuestionRecord record)
{
    private const int MostRequests = 8;
    private const int LongestState = 32 * 1024;

    /// <summary>Whether a result is none yet.</summary>
    public static bool Is(JsonNode result) => result is JsonObject form && form["resultType"] is JsonValue type && type.TryGetValue<string>(out var text) && text == "input_required";

    /// <summary>Puts it to the client, by way of the call's end.</summary>
    /// <returns>How the call ends.</returns>
    public async ValueTask<Reason> WantAsync(UpstreamEntry entry, CallId call, CallingClient? client, JsonNode result, CancellationToken cancellationToken)
    {
        var requests = result["inputRequests"] as JsonObject ?? [];
        var state = result["requestState"] is JsonValue given && given.TryGetValue<string>(out var text) ? text : null;
        if ((requests.Count == 0 && state is null) || requests.Count > MostRequests || state?.Length > LongestState)
        {
            return new Reason("upstream.answer", $"The upstream server '{entry.Name}' wants input and doesn't say what in a way that can be passed on.", "Report it to whoever makes the server.");
        }

        var clean = new JsonObject();
        foreach (var (key, wanted) in requests)
        {
            var method = (wanted?["method"] as JsonValue)?.ToString() ?? "";
            var parameters = wanted?["params"] as JsonObject ?? [];
            var (form, why) = client switch
            {
                null => (null, QuestionForm.Nobody(entry.Name, several: false)),
                { Modern: false } => (null, QuestionForm.Eras(entry.Name)),
                _ => forms.Of(entry, client, method, parameters),
            };
            if (form is null)
            {
                await record.UnaskedAsync(call, entry.Name, client?.Principal, Cut(method), parameters, why!, cancellationToken).ConfigureAwait(false); // not null: one of the two is there
                if (client is not null && why!.Rule == QuestionForm.Undeclared)
                {
                    client.Missing = Asked.Needed(method);
                }

                return why!;
            }

            await record.AskedAsync(call, entry.Name, client!.Principal, Cut(method), form, cancellationToken).ConfigureAwait(false); // not null: without one there is no form
            clean[key] = new JsonObject { ["method"] = method, ["params"] = form };
        }

        if (client is not { Modern: true })
        {
            return client is null ? QuestionForm.Nobody(entry.Name, several: false) : QuestionForm.Eras(entry.Name);
        }

        client.Wanted = new WantedInput(entry.Name, state, clean);
        return new Reason("upstream.input", $"The upstream server '{entry.Name}' wants something of the client before it goes on.", "Answer it, and send the call again with the answer.");
    }

    /// <summary>Puts what the client brings back into the request, once it was looked through. Only a server of this revision can have wanted it.</summary>
    /// <returns>Why nothing goes to the server; null when all of it may.</returns>
    public async ValueTask<Reason?> BringAsync(
        UpstreamEntry entry, bool modern, CallId call, CallingClient client, Continuation carried, JsonObject parameters, CancellationToken cancellationToken)
    {
        if (!modern)
        {
            return QuestionForm.Eras(entry.Name);
        }

        var clean = new JsonObject();
        foreach (var (key, response) in carried.Responses ?? [])
        {
            var (answer, why, words) = scan.Of(entry.Name, response ?? new JsonObject());
            await record.AnsweredAsync(call, entry.Name, client.Principal, "input", words, why?.Rule, cancellationToken).ConfigureAwait(false);
            if (why is not null)
            {
                return why;
            }

            clean[key] = answer!.DeepClone(); // not null: one of the two is there
        }

        if (clean.Count > 0)
        {
            parameters["inputResponses"] = clean;
        }

        if (carried.State is { } state)
        {
            parameters["requestState"] = state;
        }

        return null;
    }

    private static string Cut(string method) => method.Length <= 64 ? method : method[..64];
}

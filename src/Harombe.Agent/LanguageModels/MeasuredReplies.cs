using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Harombe.Core.Telemetry;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>
/// Spans and metrics of requests to a model. Not the client of Microsoft.Extensions.AI for this: that one makes a meter of its own with each client, ours
/// lives for one turn, and it can be told by the environment to record what was said.
/// </summary>
internal sealed class MeasuredReplies(IChatClient inner, string provider, string model) : DelegatingChatClient(inner)
{
    // As the conventions advise.
    private static readonly Histogram<double> Duration = Signals.Meter.CreateHistogram(
        "gen_ai.client.operation.duration", "s", "Requests to a model, to the end of the answer.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] });

    private static readonly Histogram<long> Tokens = Signals.Meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens of one request, as the model's provider counts them.",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] });

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new Request(provider, model);
        var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                ChatResponseUpdate update;
                try
                {
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }

                    update = updates.Current;
                }
                catch (Exception e)
                {
                    // The type only: its message may quote what was said.
                    request.Fault = e is OperationCanceledException ? "cancelled" : e.GetType().FullName;
                    throw;
                }

                request.Take(update);
                yield return update;
            }
        }
        finally
        {
            // Whoever stops reading early ends the request as well.
            request.End();
            await updates.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class Request(string provider, string model)
    {
        private readonly Activity? span = Signals.Source.HasListeners() ? Signals.Source.StartActivity($"chat {model}", ActivityKind.Client) : null;
        private readonly long began = Stopwatch.GetTimestamp();
        private TimeSpan? first;
        private string? answered;
        private ChatFinishReason? finish;
        private UsageDetails? usage;

        public string? Fault { get; set; }

        public void Take(ChatResponseUpdate update)
        {
            first ??= Stopwatch.GetElapsedTime(began);
            answered = update.ModelId ?? answered;
            finish = update.FinishReason ?? finish;
            foreach (var content in update.Contents)
            {
                if (content is UsageContent { Details: { } details })
                {
                    usage ??= new UsageDetails();
                    usage.Add(details);
                }
            }
        }

        public void End()
        {
            var tags = new TagList { { "gen_ai.operation.name", "chat" }, { "gen_ai.provider.name", provider }, { "gen_ai.request.model", model } };
            if (answered is not null)
            {
                tags.Add("gen_ai.response.model", answered);
            }

            Count("input", usage?.InputTokenCount, tags);
            Count("output", usage?.OutputTokenCount, tags);
            if (Fault is not null)
            {
                tags.Add("error.type", Fault);
            }

            Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
            if (span is { IsAllDataRequested: true })
            {
                Tell(span, tags);
            }

            span?.Dispose();
        }

        private void Tell(Activity to, TagList tags)
        {
            foreach (var (name, value) in tags)
            {
                to.SetTag(name, value);
            }

            to.SetTag("gen_ai.request.stream", true);
            to.SetTag("gen_ai.response.finish_reasons", finish is { } reason ? new[] { reason.Value } : null);
            to.SetTag("gen_ai.response.time_to_first_chunk", first?.TotalSeconds);
            to.SetTag("gen_ai.usage.input_tokens", usage?.InputTokenCount);
            to.SetTag("gen_ai.usage.output_tokens", usage?.OutputTokenCount);
            if (Fault is not null)
            {
                to.SetStatus(ActivityStatusCode.Error);
            }
        }

        private static void Count(string type, long? tokens, TagList tags)
        {
            if (tokens is { } counted)
            {
                tags.Add("gen_ai.token.type", type);
                Tokens.Record(counted, tags);
            }
        }
    }
}

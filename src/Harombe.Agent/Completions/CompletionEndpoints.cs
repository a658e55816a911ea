using System.Text.Json;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Harombe.Agent.Completions;

/// <summary>The OpenAI-compatible API: any client of OpenAI's by its base URL.</summary>
internal sealed class CompletionEndpoints(CompletionReading reading, CompletionTurns turns, CompletionAnswer answer, TimeProvider clock, Func<HttpContext, Principal?> caller)
{
    /// <summary>The header by which a client names the conversation when it can't add members to its requests; answers carry it too.</summary>
    public const string SessionHeader = "X-Harombe-Session";

    private readonly long started = clock.GetUtcNow().ToUnixTimeSeconds();

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("models", ListAsync);
        group.MapGet("models/{**model}", ShowAsync);
        group.MapPost("chat/completions", CompleteAsync);
    }

    private Task ListAsync(HttpContext http) =>
        http.Response.WriteAsJsonAsync(new ModelListForm("list", [.. reading.Models.Select(Form)]), CompletionJson.Default.ModelListForm, cancellationToken: http.RequestAborted);

    private Task ShowAsync(HttpContext http, string model) => reading.Models.Contains(model)
        ? http.Response.WriteAsJsonAsync(Form(model), CompletionJson.Default.ModelForm, cancellationToken: http.RequestAborted)
        : new CompletionFault(StatusCodes.Status404NotFound, $"There is no model '{model}' here. Use one of: {string.Join(", ", reading.Models)}.", "model_not_found", "model").WriteAsync(http);

    private async Task CompleteAsync(HttpContext http)
    {
        var principal = caller(http) ?? throw new InvalidOperationException("The API was mapped without authentication.");
        var (request, fault) = await ReadAsync(http).ConfigureAwait(false);
        if (request is null)
        {
            await fault!.WriteAsync(http).ConfigureAwait(false); // not null: one of the two is there
            return;
        }

        var (begun, refused) = await turns.BeginAsync(request, principal, http.RequestAborted).ConfigureAwait(false);
        if (begun is null)
        {
            await refused!.WriteAsync(http).ConfigureAwait(false); // not null: one of the two is there
            return;
        }

        http.Response.Headers[SessionHeader] = begun.Turn.Session.Value;
        await answer.WriteAsync(http, request, begun).ConfigureAwait(false);
    }

    private async ValueTask<(CompletionRequest? Request, CompletionFault? Fault)> ReadAsync(HttpContext http)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted).ConfigureAwait(false);
            return reading.Read(body.RootElement.Clone(), http.Request.Headers[SessionHeader].FirstOrDefault());
        }
        catch (JsonException)
        {
            return (null, CompletionFault.Request("", "The body is not JSON."));
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // A member of the wrong kind somewhere deep: which one is not worth a table of its own.
            return (null, CompletionFault.Request("", $"The request is not formed as the API wants it: {e.Message}"));
        }
    }

    private ModelForm Form(string name) => new(name, "model", started, "harombe");
}

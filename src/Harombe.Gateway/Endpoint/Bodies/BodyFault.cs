using System.Text.Json.Nodes;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Http;

namespace Harombe.Gateway.Endpoint.Bodies;

/// <summary>Why a message is not handed on, as HTTP and JSON-RPC say it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">JSON-RPC error code.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Id">The id of the request, where it could be read.</param>
internal sealed record BodyFault(int Status, int Code, string Message, JsonNode? Id = null)
{
    private const int Parse = -32700;
    private const int Invalid = -32600;
    private const int InvalidParams = -32602;
    private const int Mismatch = -32020;

    public static BodyFault NotJson(string message) => new(StatusCodes.Status400BadRequest, Parse, message);

    public static BodyFault NotAMessage(string message, JsonNode? id = null) => new(StatusCodes.Status400BadRequest, Invalid, message, id);

    public static BodyFault WrongParams(string message, JsonNode? id) => new(StatusCodes.Status400BadRequest, InvalidParams, message, id);

    public static BodyFault HeaderMismatch(string message, JsonNode? id) => new(StatusCodes.Status400BadRequest, Mismatch, message, id);

    public static BodyFault TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, Invalid, $"The message is larger than {limit} bytes. Send less, or raise the gateway's limit.");

    public static BodyFault Forbidden(PrincipalId principal) => new(
        StatusCodes.Status403Forbidden, Invalid, $"The token of '{principal}' is not a caller's: it can't ask for tools. Use a token that was issued for calling.");

    public static BodyFault TooManySessions(PrincipalId principal, int most) => new(
        StatusCodes.Status429TooManyRequests, Invalid, $"'{principal}' has {most} sessions open, which is as many as are kept. End some with DELETE, or wait until unused ones are ended.");

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        var body = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = Id,
            ["error"] = new JsonObject { ["code"] = Code, ["message"] = Message },
        };
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}

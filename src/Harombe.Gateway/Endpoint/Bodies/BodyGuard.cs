using System.Buffers;
using Harombe.Core.Principals;
using Harombe.Gateway.Endpoint.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway.Endpoint.Bodies;

/// <summary>
/// Stands before the protocol library, which takes a message of ill-formed UTF-8, a member twice or a value of the wrong kind for another message than
/// we would, or answers it with an empty 500. What passes has exactly one reading.
/// </summary>
internal sealed class BodyGuard(IOptions<GatewayOptions> options, ParameterHeaders parameters)
{
    private const int Chunk = 16 * 1024;

    /// <summary>True when the message may go on, and can be read again from its beginning; false when it was answered.</summary>
    public async ValueTask<bool> PassAsync(HttpContext context, Principal caller, ToolView view)
    {
        var limit = options.Value.MessageBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Ours decides, whichever of the two is the larger: the answer is then in the protocol's words.
            size.MaxRequestBodySize = null;
        }

        var body = context.Request.ContentLength > limit ? null : await ReadAsync(context, limit).ConfigureAwait(false);
        if ((body is null ? BodyFault.TooLarge(limit) : FaultOf(context, caller, view, body.GetBuffer().AsMemory(0, (int)body.Length))) is { } fault)
        {
            await fault.WriteAsync(context).ConfigureAwait(false);
            return false;
        }

        context.Request.Body = body!; // not null: that is a fault
        return true;
    }

    private BodyFault? FaultOf(HttpContext context, Principal caller, ToolView view, ReadOnlyMemory<byte> body) =>
        MessageShape.Check(body) ?? parameters.Check(context.Request.Headers, caller, view, body);

    private static async Task<MemoryStream?> ReadAsync(HttpContext context, int limit)
    {
        var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        var chunk = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > limit)
                {
                    return null;
                }

                body.Write(chunk, 0, read);
            }
        }
        finally
        {
            // Arguments must not linger in a buffer that others get.
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        }

        body.Position = 0;
        return body;
    }
}

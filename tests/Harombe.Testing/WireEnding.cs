using Harombe.Testing.Anthropic;
using Microsoft.AspNetCore.Http;

namespace Harombe.Testing;

/// <summary>Ends an answer in one piece as the script says.</summary>
internal static class WireEnding
{
    public static async Task WriteAsync(HttpContext http, string whole, StreamEnd end)
    {
        if (end is StreamEnd.Broken or StreamEnd.Early or StreamEnd.Error)
        {
            // Half of it: the length was promised, or the JSON does not end.
            if (end == StreamEnd.Broken)
            {
                http.Response.ContentLength = whole.Length;
            }

            await http.Response.WriteAsync(whole[..(whole.Length / 2)]);
            await http.Response.Body.FlushAsync();
            if (end == StreamEnd.Broken)
            {
                http.Abort();
            }

            return;
        }

        await http.Response.WriteAsync(whole);
    }
}

using System.Security.Cryptography;
using System.Text.Json;

namespace Harombe.Secrets.Vault.Transport;

/// <summary>Reads what came back: within bounds, and only if it is what Vault sends.</summary>
internal static class VaultReading
{
    private const int Largest = 2 * 1024 * 1024;
    private const int LongestCause = 300;

    /// <exception cref="VaultException">It is no answer.</exception>
    public static async Task<(int Status, VaultAnswer? Answer)> ReadAsync(VaultRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status == 204 || (response.Content.Headers.ContentLength == 0 && status is 200 or 404))
        {
            return (status, null);
        }

        if (response.Content.Headers.ContentType?.MediaType is { } type && type != "application/json" && status is < 400 or 404)
        {
            throw Foreign($"it is {Shown(type)}");
        }

        var (bytes, length) = await BytesAsync(response, cancellationToken).ConfigureAwait(false);
        VaultAnswer answer;
        try
        {
            answer = VaultAnswer.Parse(bytes, length);
        }
        catch (JsonException)
        {
            // Its message could quote the answer.
            throw status >= 400 && status != 404 ? Refused(status, response, []) : Foreign("it is no JSON that Vault would send");
        }

        if (status is >= 200 and < 300 || request.Accepts(status))
        {
            return (status, answer);
        }

        using (answer)
        {
            // A deleted version of a secret answers 404 with its metadata: nothing is there, either.
            return status == 404 ? (status, null) : throw Refused(status, response, Causes(answer.Root));
        }
    }

    private static async Task<(byte[] Bytes, int Length)> BytesAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = GC.AllocateUninitializedArray<byte>(4096, pinned: true);
            for (var length = 0; ;)
            {
                var read = await stream.ReadAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += read;
                if (read == 0)
                {
                    return (bytes, length);
                }

                if (length < bytes.Length)
                {
                    continue;
                }

                if (length >= Largest)
                {
                    CryptographicOperations.ZeroMemory(bytes);
                    throw Foreign($"it is larger than {Largest} bytes");
                }

                var larger = GC.AllocateUninitializedArray<byte>(bytes.Length * 2, pinned: true);
                bytes.CopyTo(larger, 0);
                CryptographicOperations.ZeroMemory(bytes);
                bytes = larger;
            }
        }
    }

    private static VaultException Refused(int status, HttpResponseMessage response, IEnumerable<string> causes)
    {
        var said = Shown(string.Join("; ", causes));
        said = said.Length == 0 ? "" : $" It says: {said}";
        var fault = status switch
        {
            400 or 405 => VaultFault.Invalid,
            401 or 403 => VaultFault.Denied,
            412 => VaultFault.Behind,
            429 => VaultFault.Limited,
            472 or 473 or 474 => VaultFault.Standby,
            501 => VaultFault.Uninitialized,
            503 => VaultFault.Sealed,
            >= 500 => VaultFault.Failing,
            _ => VaultFault.Foreign,
        };
        var message = fault switch
        {
            VaultFault.Denied => "Vault denies it: the token is over, or its policy doesn't allow this path.",
            VaultFault.Behind => "This node of Vault is behind the others.",
            VaultFault.Limited => "Vault takes no more requests for the moment (429).",
            VaultFault.Standby => $"This node of Vault is a standby that doesn't serve it ({status}).",
            VaultFault.Uninitialized => "Vault was never initialised.",
            VaultFault.Sealed => "Vault is sealed, or down for maintenance.",
            _ => $"Vault answers {status}.",
        };
        return new VaultException(fault, message + said) { RetryAfter = response.Headers.RetryAfter?.Delta };
    }

    private static IEnumerable<string> Causes(JsonElement root) => root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
        ? errors.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.String).Take(3).Select(VaultAnswer.Text)
        : [];

    private static VaultException Foreign(string why) =>
        new(VaultFault.Foreign, $"The answer isn't Vault's: {why}. Is security.credentials.vault_addr that of Vault, and not of something before it?");

    // What a server says goes into refusals and logs: one line, of bounded length.
    private static string Shown(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LongestCause ? line : line[..LongestCause] + "…";
    }
}

using System.Text;
using Harombe.Host.Access;

namespace Harombe.Host.Commands.Secrets;

/// <summary>Takes a secret's value from where it leaves no trace: a prompt that doesn't show it, or standard input.</summary>
internal static class SecretInput
{
    public static async Task<Answer<string>> ReadAsync(Invocation run, string name, CancellationToken cancellationToken)
    {
        var value = run.Terminal.Asks ? Ask(run, name) : await PipedAsync(run, cancellationToken).ConfigureAwait(false);
        return value is not { Length: > 0 } ? Stop.Usage("there is no value, or it is no text", $"printf %s \"$VALUE\" | harombe secrets set {name}")
            : Encoding.UTF8.GetByteCount(value) > SecretEndpoints.LongestValue ? Stop.Usage($"the value is longer than {SecretEndpoints.LongestValue} bytes", "Store the credential itself, not a file around it.")
            : value;
    }

    private static string? Ask(Invocation run, string name)
    {
        run.Terminal.Error.Write($"value of {name} (not shown): ");
        run.Terminal.Error.Flush();
        return run.Terminal.ReadHidden();
    }

    private static async Task<string?> PipedAsync(Invocation run, CancellationToken cancellationToken)
    {
        var buffer = new byte[SecretEndpoints.LongestValue + 3];
        await using var input = run.Here.OpenInput();
        var read = await input.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(buffer, 0, read);
            // One line end only: 'echo' adds it, and more of them could belong to the value.
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            Array.Clear(buffer);
        }
    }
}

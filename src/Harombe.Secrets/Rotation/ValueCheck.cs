using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Rotation;

/// <summary>Tries a value where it is for: the address answers 2xx to its bearer. Redirects are not followed, so that the value goes nowhere else.</summary>
internal static class ValueCheck
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>Why the value is no good; null when it is.</summary>
    public static async Task<Reason?> RefusalAsync(Uri address, SecretName name, Secret value, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = Deadline });
        // A line end in a header would begin another one.
        if (value.Reveal().ContainsAnyExceptInRange((byte)0x21, (byte)0x7e))
        {
            return Refused(address, name, "it can't stand in a header");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + value.RevealText());
        request.Headers.UserAgent.ParseAdd("harombe");
        try
        {
            using var response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            return (int)response.StatusCode is >= 200 and < 300 ? null : Refused(address, name, $"it answers {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            return Refused(address, name, $"it can't be reached ({e.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refused(address, name, $"it doesn't answer within {Deadline.TotalSeconds:0} s");
        }
    }

    private static Reason Refused(Uri address, SecretName name, string why) => new(
        "rotation.rejected", $"The new value of {name} was tried at {address.Host}, and {why}. The old value stands.", "Get a value that works from its issuer, and rotate again.");
}

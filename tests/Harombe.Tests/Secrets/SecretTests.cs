using System.Globalization;
using System.Text.Json;
using Harombe.Core.Secrets;

namespace Harombe.Tests.Secrets;

public sealed class SecretTests
{
    private const string Value = "correct horse battery";

    [Fact]
    public void Secret_has_no_text_form()
    {
        using var secret = new Secret("correct horse battery"u8);
        Assert.Equal("(secret)", secret.ToString());
        Assert.Equal("(secret)", string.Create(CultureInfo.InvariantCulture, $"{secret}"));
        // What a logger that takes objects apart would find.
        Assert.Empty(typeof(Secret).GetProperties());
        Assert.Empty(typeof(Secret).GetFields());
    }

    [Fact]
    public void Secret_has_no_json_form()
    {
        using var secret = new Secret("correct horse battery"u8);
        Assert.ThrowsAny<NotSupportedException>(() => JsonSerializer.Serialize(secret));
        Assert.ThrowsAny<NotSupportedException>(() => JsonSerializer.Serialize(new { Inside = secret }));
        Assert.ThrowsAny<NotSupportedException>(() => JsonSerializer.Deserialize<Secret>($"\"{Value}\""));
    }

    [Fact]
    public void Secret_keeps_a_copy_of_its_own()
    {
        var bytes = "correct horse battery"u8.ToArray();
        using var secret = new Secret(bytes);
        Array.Clear(bytes);
        Assert.Equal(Value, secret.RevealText());
    }
}

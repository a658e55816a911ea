using System.Text.Json;
using Harombe.Host.Commands.Chat;

namespace Harombe.HostTests.Commands;

public sealed class ExactArgumentsTests
{
    [Fact]
    public void Arguments_are_shown_whole_and_no_value_can_pretend_to_be_a_member()
    {
        using var arguments = JsonDocument.Parse("""{"path":"a\n\"to\": \"b\"","text":"\u001b[1A\u202e","long":"LONG"}""".Replace("LONG", new string('x', 500), StringComparison.Ordinal));
        Assert.Equal(
            ["{", """  "path": "a\n\"to\": \"b\"",""", "  \"text\": \"\\u001B[1A\\u{202e}\",", $"  \"long\": \"{new string('x', 500)}\"", "}"],
            ExactArguments.Lines(arguments.RootElement));
    }
}

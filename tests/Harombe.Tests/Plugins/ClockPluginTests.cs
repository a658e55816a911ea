using Harombe.Core.Plugins;
using Harombe.Tests.PluginLoading;

namespace Harombe.Tests.Plugins;

public sealed class ClockPluginTests : IDisposable
{
    private readonly BuiltInPlugins plugins = new();

    public void Dispose() => plugins.Dispose();

    [Theory]
    [InlineData("now", "{}", "2030-01-31T08:00:00+00:00, Thursday, UTC")]
    [InlineData("now", """{"zone":"Europe/Berlin"}""", "2030-01-31T09:00:00+01:00, Thursday, Europe/Berlin")]
    [InlineData("now", """{"zone":"Asia/Kolkata"}""", "2030-01-31T13:30:00+05:30, Thursday, Asia/Kolkata")]
    [InlineData("convert", """{"moment":"2030-07-01T01:00:00+02:00","zone":"America/New_York"}""", "2030-06-30T19:00:00-04:00, Sunday, America/New_York")]
    [InlineData("convert", """{"moment":"2030-07-01T01:00Z","zone":"UTC"}""", "2030-07-01T01:00:00+00:00, Monday, UTC")]
    public async Task Time_is_told_in_the_zone_asked_for(string tool, string arguments, string answer)
    {
        var content = await Tools.CallAsync(plugins.Tool("clock." + tool), arguments);
        Assert.Equal(answer, content.PlainText);
        Assert.Equal(answer.Split(", ")[1], content.Structured?.Value.GetProperty("weekday").GetString());
    }

    [Theory]
    [InlineData("now", """{"zone":"Mars/Olympus"}""", "clock.zone")]
    [InlineData("now", """{"zone":"../../../etc/passwd"}""", "clock.zone")]
    [InlineData("convert", """{"moment":"tomorrow","zone":"UTC"}""", "clock.moment")]
    [InlineData("convert", """{"moment":"2030-07-01T01:00:00","zone":"UTC"}""", "clock.moment")]
    public async Task Senseless_question_is_refused(string tool, string arguments, string rule) =>
        Assert.Equal(rule, (await Tools.RefusedAsync(plugins.Tool("clock." + tool), arguments)).Rule);
}

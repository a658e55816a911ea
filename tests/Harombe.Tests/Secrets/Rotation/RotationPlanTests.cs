using Harombe.Secrets.Rotation;

namespace Harombe.Tests.Secrets.Rotation;

public sealed class RotationPlanTests
{
    [Theory]
    [InlineData("github/token", RotationSource.Person, null, "")]
    [InlineData("github/token every 90d check https://api.github.com/user", RotationSource.Person, 90 * 24, "")]
    [InlineData("app/key every 12h by generated", RotationSource.Generated, 12, "")]
    [InlineData("db/password by database/rotate-role/harombe-app", RotationSource.Vault, null, "database/rotate-role/harombe-app")]
    [InlineData("vault/credential every 7d by auth/approle/role/harombe/secret-id", RotationSource.SecretId, 7 * 24, "auth/approle/role/harombe/secret-id")]
    public void Plan_is_read(string text, RotationSource source, int? hours, string path)
    {
        var plan = RotationPlan.Parse(text);
        Assert.Equal((source, hours, path), (plan!.Source, (int?)plan.Every?.TotalHours, plan.Path)); // not null, or the test fails
    }

    [Theory]
    [InlineData("")]
    [InlineData("No/Name")]
    [InlineData("github/token every")]
    [InlineData("github/token every 90")]
    [InlineData("github/token every 1m")]
    [InlineData("github/token every 0d")]
    [InlineData("github/token every -1d")]
    [InlineData("github/token by magic")]
    [InlineData("github/token by ../sys/x")]
    [InlineData("github/token check http://api.github.com/user")]
    [InlineData("github/token check https://user:password@api.github.com/user")]
    [InlineData("github/token sometimes 3d")]
    public void What_is_no_plan_is_none(string text) => Assert.Null(RotationPlan.Parse(text));
}

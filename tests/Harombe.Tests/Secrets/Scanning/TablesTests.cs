using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Tests.Secrets.Scanning;

/// <summary>Secrets in the columns of tables that people and programs make.</summary>
public sealed class TablesTests
{
    [Theory]
    [InlineData("name,email,password,role\nAda,ada@example.test,Rk83vQm_z,admin\n", "Rk83vQm_z")]
    [InlineData("name;Kennwort;Notiz\nAda;Rk83vQm_z;neu", "Rk83vQm_z")]
    [InlineData("user\tpwd\nada\tRk83vQm_z", "Rk83vQm_z")]
    [InlineData("\"name\",\"password\"\r\n\"Lovelace, Ada\",\"Rk83,vQm_z\"\r\n", "Rk83,vQm_z")]
    [InlineData("| System | User | Password |\n| --- | --- | ---: |\n| door | ada | `Rk83vQm_z` |", "Rk83vQm_z")]
    [InlineData(" id |  mail  |            api_token\n----+--------+----------------------------------\n  7 | ada    | 4f0c9b72e81d36a5940be7f2c1d8a360\n(1 row)", "4f0c9b72e81d36a5940be7f2c1d8a360")]
    [InlineData("+------+-----------+\n| user | password  |\n+------+-----------+\n| ada  | Rk83vQm_z |\n+------+-----------+", "Rk83vQm_z")]
    [InlineData("NAME    PASSWORD     ROLE\nada     Rk83vQm_z    admin", "Rk83vQm_z")]
    [InlineData("here it is:\nuser,password\nada,Rk83vQm_z\n", "Rk83vQm_z")]
    public void Cell_under_a_head_that_says_password_is_found(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    [Theory]
    [InlineData("name,password_hint,role\nAda,first dog7,admin\n")]
    [InlineData("feature,password,sso\nbasic,yes,no\npro,optional,yes\n")]
    [InlineData("| Field | Type | Notes |\n|---|---|---|\n| password | string | at least 8-64 |\n| role | string2 | one of 3 |")]
    [InlineData("user,password\nada,${DOOR_PASSWORD}\nbob,********\ncy,<generated1>\n")]
    [InlineData("model,tokens,cost\nsmall,128000,0.15\n")]
    [InlineData("date,password,by\n2026-01-02,2026-01-02,ada\n")]
    [InlineData("    check(entry.password, other)\n    check(entry.mail, entry[1])\n")]
    [InlineData("the user, password and role\ncome later in B2-117, not now")]
    [InlineData("user,password\n\nada,Rk83vQm_z")]
    public void Cell_that_is_no_secret_is_left(string text) => Assert.Empty(Scans.Plain.Scan(text));

    [Fact]
    public void Rows_far_below_their_head_are_found_in_a_stream_as_in_the_whole()
    {
        var scanner = new SecretScanner(new IssuedSecrets());
        var whole = "user,password,note\n" + string.Concat(Enumerable.Range(0, 400).Select(row => $"ada{row},Rk8{row}vQm#z{row},some note on it\n")) + "\nuser7,Rk83vQm_z\n";
        var expected = scanner.Redact(whole).Value;
        Assert.DoesNotContain("vQm#z", expected, StringComparison.Ordinal);
        foreach (var size in (int[])[1, 7, 100, 3000])
        {
            var held = new StreamedRedaction(scanner);
            Assert.Equal(expected, string.Concat(whole.Chunk(size).Select(piece => held.Add(new string(piece)))) + held.Flush());
        }
    }
}

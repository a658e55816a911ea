using System.Text;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Testing;

namespace Harombe.Tests.Audit;

public sealed class QuickCheckTests
{
    private const long Sequence = 1207;

    private static readonly byte[] Leaf = new byte[32];

    [Fact]
    public void Entries_as_the_host_writes_them_pass_at_once()
    {
        foreach (var entry in Entries()[..^1])
        {
            Assert.True(Passes(entry.ToCanonicalBytes(Sequence), entry), entry.Kind);
        }
    }

    [Theory]
    [InlineData("""{"kind":"a","seq":1207,"time":"t","v":1}""", true)]
    [InlineData("""{"kind":"a","seq":1208,"time":"t","v":1}""", false)]
    [InlineData("""{"kind":"b","seq":1207,"time":"t","v":1}""", false)]
    [InlineData("""{"kind":"a","seq":1207,"v":1}""", false)]
    [InlineData("""{"kind":"a","seq":1207,"time":"t","v":2}""", false)]
    [InlineData("""{"kind":"a","seq":1207,"time":"t","v":1} """, false)]
    [InlineData("""{"kind":"a","seq":1207,"seq":1207,"time":"t","v":1}""", false)]
    [InlineData("""{"call":"c","kind":"a","seq":1207,"time":"t","v":1}""", false)]
    [InlineData("""{"kind":"a","seq":01207,"time":"t","v":1}""", false)]
    [InlineData("""{"kind":"a","seq":1207,"time":"t","v":1,}""", false)]
    [InlineData("""{"inner":{"kind":"a","seq":1207,"time":"t","v":1}}""", false)]
    [InlineData("""{"a":[1,2,],"kind":"a","seq":1207,"time":"t","v":1}""", false)]
    [InlineData("""{"a":[1,[],{}],"kind":"a","seq":1207,"time":"t","v":1}""", true)]
    [InlineData("""{"a":"\"\\\n","kind":"a","seq":1207,"time":"t","v":1}""", true)]
    [InlineData("""{"a":"\/","kind":"a","seq":1207,"time":"t","v":1}""", false)]
    [InlineData("""{"a":1.5,"kind":"a","seq":1207,"time":"t","v":1}""", false)]
    public void Only_what_is_certainly_right_passes(string body, bool passes) =>
        Assert.Equal(passes, QuickCheck.Passes(new EntryRow(Sequence, "a"u8, default, Leaf, Encoding.UTF8.GetBytes(body)), out _));

    // The pass may be unsure of anything; it must never be surer than the JSON reader.
    [Fact]
    public void Whatever_passes_at_once_has_no_fault_for_the_slow_check_either()
    {
        var random = new Random(5);
        var passed = 0;
        for (var round = 0; round < Rounds.Of(20_000, 1_000_000); round++)
        {
            var entry = Entries()[random.Next(Entries().Length)];
            var body = Damage(entry.ToCanonicalBytes(Sequence), random);
            if (Passes(body, entry))
            {
                passed++;
                Assert.True(EntryCheck.Form(Row(body, entry)) is null, Encoding.UTF8.GetString(body));
            }
        }

        Assert.True(passed > 100);
    }

    private static bool Passes(byte[] body, AuditEntry entry) => QuickCheck.Passes(Row(body, entry), out _);

    private static EntryRow Row(byte[] body, AuditEntry entry) =>
        new(Sequence, Encoding.UTF8.GetBytes(entry.Kind), Encoding.UTF8.GetBytes(entry.Call?.Value ?? ""), Leaf, body);

    private static AuditEntry[] Entries() =>
    [
        Sample.Host(),
        Sample.Intent(new CallId("call_a"), """{"path":"a \"quoted\" \\ name","list":[1,{"b":null}],"n":1}"""),
        Sample.Outcome(new CallId("call_a")),
        Sample.Stopped(new CallId("call_ü")),
        new HostChanged("started", "0.1\u0007\n") { Time = Sample.Noon },
    ];

    private static byte[] Damage(byte[] body, Random random)
    {
        const string Likely = "\"\\{}[],:0123456789.eE-tfnull u/b\u0001ü";
        var (all, at) = (body.ToList(), random.Next(body.Length));
        switch (random.Next(4))
        {
            case 0:
                all[at] = (byte)Likely[random.Next(Likely.Length)];
                break;
            case 1:
                all.Insert(at, (byte)Likely[random.Next(Likely.Length)]);
                break;
            case 2:
                all.RemoveAt(at);
                break;
            default:
                (all[at], all[^(at + 1)]) = (all[^(at + 1)], all[at]);
                break;
        }

        return [.. all];
    }
}

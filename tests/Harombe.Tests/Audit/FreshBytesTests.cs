using Harombe.Core.Calls;

namespace Harombe.Tests.Audit;

public sealed class FreshBytesTests
{
    [Fact]
    public void No_two_salts_are_alike_on_any_thread()
    {
        var salts = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).SelectMany(_ => Enumerable.Range(0, 1000).Select(_ => Salt())).ToList();

        Assert.Equal(salts.Count, salts.Distinct(StringComparer.Ordinal).Count());
    }

    private static string Salt()
    {
        var salt = new byte[16];
        FreshBytes.Fill(salt);
        return Convert.ToHexStringLower(salt);
    }
}

namespace Harombe.Core.Guard;

/// <summary>The guarded kernel can't be built: a station is missing, doubled or out of order. The host doesn't start.</summary>
public sealed class GuardIncompleteException(string message) : Exception(message)
{
    private static readonly Station[] Order = [.. Enum.GetValues<Station>().Where(station => station != Station.None).Order()];

    internal static void ThrowUnlessComplete(IReadOnlyList<GuardStation> stations)
    {
        for (var i = 0; i < Math.Max(Order.Length, stations.Count); i++)
        {
            var expected = i < Order.Length ? Order[i] : Station.None;
            var found = i < stations.Count ? stations[i].Place : Station.None;
            if (expected != found)
            {
                throw new GuardIncompleteException(
                    $"The guard is incomplete: station {i + 1} must be '{expected}' but is '{found}'. "
                    + $"The order is {string.Join(" → ", Order)}; register the stations with AddHarombeCore and nothing else.");
            }
        }
    }
}

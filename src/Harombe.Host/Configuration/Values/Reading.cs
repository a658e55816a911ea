namespace Harombe.Host.Configuration.Values;

/// <summary>What reading one value came to.</summary>
internal abstract record Reading
{
    private Reading()
    {
    }

    public static Reading Of(object value) => new Accepted(value);

    public static Reading Wrong(string reason, string remedy) => new Rejected(FaultKind.WrongType, reason, remedy);

    public static Reading Outside(string reason, string remedy) => new Rejected(FaultKind.OutOfRange, reason, remedy);

    internal sealed record Accepted(object Value) : Reading;

    internal sealed record Rejected(FaultKind Kind, string Reason, string Remedy) : Reading;
}

namespace Harombe.Agent.LanguageModels.Privacy;

/// <summary>Puts back what stand-ins stand for in a text that comes in pieces; a stand-in may be cut anywhere. Used by one stream; not thread-safe.</summary>
internal sealed class RestoredText(StandIns standIns)
{
    private string held = "";

    /// <summary>Takes the next piece; returns what may be shown now.</summary>
    public string Add(string piece)
    {
        held += piece;
        var open = held.LastIndexOf('[');
        var end = open >= 0 && held.Length - open < StandIns.Longest && held.IndexOf(']', open) < 0 ? open : held.Length;
        var shown = standIns.Restore(held[..end]);
        held = held[end..];
        return shown;
    }

    /// <summary>What is left when nothing more comes.</summary>
    public string Rest()
    {
        var rest = held;
        held = "";
        return rest;
    }
}

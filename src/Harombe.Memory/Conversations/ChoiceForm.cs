using System.Text.Json;
using Harombe.Core.Conversations;

namespace Harombe.Memory.Conversations;

/// <summary>What was chosen for a turn, to its stored form and back.</summary>
internal static class ChoiceForm
{
    /// <summary>Null for the default, as in turns of before there was a choice.</summary>
    public static string? Write(TurnChoice choice) => choice == TurnChoice.Default ? null : JsonSerializer.Serialize(
        new(
            choice.Agent,
            choice.Model,
            choice.Deferred,
            [.. choice.Ancestors.Select(ancestor => new StoredAncestor(ancestor.Session.Value, ancestor.Turn.Value, ancestor.Agent))],
            choice.Request?.GetRawText()),
        StoredForms.Default.StoredChoice);

    public static TurnChoice Read(string json)
    {
        var stored = JsonSerializer.Deserialize(json, StoredForms.Default.StoredChoice) ?? throw new InvalidDataException("The state holds 'null' where a turn's choice should be.");
        return new TurnChoice
        {
            Agent = stored.Agent,
            Model = stored.Model,
            Deferred = stored.Deferred,
            Ancestors = [.. stored.Ancestors.Select(ancestor => new TurnAncestor(new(ancestor.Session), new(ancestor.Turn), ancestor.Agent))],
            Request = stored.Request is { } request ? JsonElement.Parse(request) : null,
        };
    }
}

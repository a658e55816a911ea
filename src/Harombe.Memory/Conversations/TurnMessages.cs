using System.Data.Common;
using Harombe.Core.Conversations;

namespace Harombe.Memory.Conversations;

/// <summary>Adds a message to its turn, with what belongs to it in other tables. Runs in the caller's transaction.</summary>
internal static class TurnMessages
{
    /// <summary>Adds the message; an answer to a call that has one already is left out.</summary>
    public static void Add(DbConnection connection, TurnId turn, Message message)
    {
        switch (message)
        {
            case Message.Assistant assistant:
                var asked = MessageRows.Add(connection, turn, assistant);
                for (var place = 0; place < assistant.Calls.Length; place++)
                {
                    CallRows.Add(connection, turn, asked, place, assistant.Calls[place]);
                }

                break;
            case Message.ToolAnswer answer when CallRows.IsOpen(connection, answer.Call):
                CallRows.Answer(connection, answer.Call, MessageRows.Add(connection, turn, answer));
                break;
            case Message.ToolAnswer:
                break;
            default:
                MessageRows.Add(connection, turn, message);
                break;
        }
    }
}

namespace Harombe.Host.Commands.Chat;

/// <summary>Shows the events of a turn, to a person or to a program.</summary>
internal interface IChatScreen
{
    /// <summary>Shows one event, in the order in which they came.</summary>
    void Show(ChatEvent item, ChatEventForm form);
}

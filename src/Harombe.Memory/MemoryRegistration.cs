using Harombe.Core.Conversations;
using Harombe.Core.State;
using Harombe.Memory.Conversations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Harombe.Memory;

/// <summary>Puts the memory station into the host.</summary>
public static class MemoryRegistration
{
    /// <summary>Registers <see cref="IConversations"/> and its tables. Needs an <see cref="IStateStore"/>.</summary>
    public static IServiceCollection AddHarombeMemory(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new StateMigrations("conversations", typeof(MemoryRegistration).Assembly, "Harombe.Memory.Conversations.Migrations"));
        services.TryAddSingleton<IConversations, StoredConversations>();
        return services;
    }
}

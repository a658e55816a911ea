namespace Harombe.Core.Schemas.Compilation;

/// <summary>Why a compilation fails. The first reason is the one to act on, the rest would often be its echoes.</summary>
internal sealed class FirstRejection
{
    public SchemaCompilation.Rejected? Value { get; private set; }

    public bool Happened => Value is not null;

    public void Reject(string reason, string pointer) => Value ??= new SchemaCompilation.Rejected(reason, pointer);
}

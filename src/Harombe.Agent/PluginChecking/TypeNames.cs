using System.Reflection.Metadata;

namespace Harombe.Agent.PluginChecking;

/// <summary>Full names of what metadata handles stand for.</summary>
internal sealed class TypeNames(MetadataReader metadata)
{
    private const byte GenericInstance = 0x15, Pointer = 0x0F, ByReference = 0x10, Array = 0x1D, Class = 0x12, ValueType = 0x11;

    /// <summary>A method of this assembly. For what the compiler made of an async method or a lambda: the type in which people wrote it.</summary>
    public string Of(MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var type = metadata.GetTypeDefinition(method.GetDeclaringType());
        var name = metadata.GetString(method.Name);
        while (!type.GetDeclaringType().IsNil)
        {
            // <ReadAsync>d__3 is the state machine of ReadAsync, <>c the lambdas of a class, <Read>b__0 a lambda in Read.
            name = Written(metadata.GetString(type.Name)) ?? name;
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return $"{Full(metadata.GetString(type.Namespace), metadata.GetString(type.Name))}.{Written(name) ?? name}";
    }

    /// <summary>A type of another assembly; of a nested one, its outermost type.</summary>
    public string Of(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        return Full(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    /// <summary>The type and member that a token names; null for what stands in this assembly itself, except the types that the runtime obeys by name.</summary>
    public (string Type, string Member)? Used(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.MethodSpecification => Used(metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method),
        HandleKind.MemberReference => Used(metadata.GetMemberReference((MemberReferenceHandle)handle)),
        HandleKind.TypeReference => (Of((TypeReferenceHandle)handle), ""),
        HandleKind.TypeSpecification => Named((TypeSpecificationHandle)handle) is { } type ? (type, "") : null,
        HandleKind.MethodDefinition => (Defined(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()), ""),
        HandleKind.StandaloneSignature => Unmanaged((StandaloneSignatureHandle)handle) ? (CodeRules.UnmanagedCall, "") : null,
        _ => null,
    };

    private (string Type, string Member)? Used(MemberReference member)
    {
        var type = member.Parent.Kind switch
        {
            HandleKind.TypeReference => Of((TypeReferenceHandle)member.Parent),
            HandleKind.TypeSpecification => Named((TypeSpecificationHandle)member.Parent),
            _ => null,
        };
        return type is null ? null : (type, metadata.GetString(member.Name));
    }

    // The generic type of List<int>, the element of an array: the name that rules go by.
    private string? Named(TypeSpecificationHandle handle)
    {
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        while (signature.RemainingBytes > 0)
        {
            switch (signature.ReadByte())
            {
                case Pointer or ByReference or Array or GenericInstance:
                    continue;
                case Class or ValueType when signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } type:
                    return Of((TypeReferenceHandle)type);
                default:
                    return null;
            }
        }

        return null;
    }

    private bool Unmanaged(StandaloneSignatureHandle handle)
    {
        var signature = metadata.GetStandaloneSignature(handle);
        return signature.GetKind() == StandaloneSignatureKind.Method
            && metadata.GetBlobReader(signature.Signature).ReadSignatureHeader().CallingConvention is not (SignatureCallingConvention.Default or SignatureCallingConvention.VarArgs);
    }

    private string Defined(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return Full(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    private static string? Written(string name) =>
        name.Length > 2 && name[0] == '<' && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : null;

    private static string Full(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}

using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Harombe.Agent.PluginChecking;

/// <summary>The code of one assembly, read without loading it.</summary>
internal sealed class AssemblyCode : IDisposable
{
    private readonly PEReader file;
    private readonly MetadataReader metadata;
    private readonly TypeNames names;

    /// <exception cref="BadImageFormatException">It is no .NET assembly.</exception>
    public AssemblyCode(byte[] bytes)
    {
        file = new PEReader(ImmutableArray.Create(bytes));
        if (!file.HasMetadata)
        {
            throw new BadImageFormatException("It has no metadata.");
        }

        metadata = file.GetMetadataReader();
        names = new TypeNames(metadata);
    }

    /// <summary>Its own name.</summary>
    public string Name => metadata.GetString(metadata.GetAssemblyDefinition().Name);

    /// <summary>The names of the assemblies that it references.</summary>
    public IEnumerable<AssemblyName> References => metadata.AssemblyReferences.Select(reference => metadata.GetAssemblyReference(reference).GetAssemblyName());

    /// <summary>What in it is machine code: nobody can tell what that does. Null when there is none.</summary>
    public string? Native
    {
        get
        {
            var header = file.PEHeaders.CorHeader;
            return header is null || (header.Flags & CorFlags.ILOnly) == 0 ? "it holds machine code"
                : header.ManagedNativeHeaderDirectory.Size != 0 ? "it is compiled ahead of time (ReadyToRun)"
                : metadata.AssemblyFiles.Count > 0 ? "it refers to further files of code"
                : Imported() is { } method ? $"{method} calls a native library (P/Invoke)"
                : null;
        }
    }

    /// <summary>Everything that its code and its declarations use of other assemblies, and every text that it loads.</summary>
    public IEnumerable<CodeUse> Uses()
    {
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
            {
                continue;
            }

            var where = names.Of(handle);
            foreach (var (token, isString) in IlTokens.Of(file.GetMethodBody(method.RelativeVirtualAddress)))
            {
                if (isString)
                {
                    yield return new CodeUse(where, "", "", metadata.GetUserString((UserStringHandle)MetadataTokens.Handle(token)));
                }
                else if (names.Used(MetadataTokens.EntityHandle(token)) is { } used)
                {
                    yield return new CodeUse(where, used.Type, used.Member, null);
                }
            }
        }

        // What no instruction mentions: base types, fields, parameters, attributes.
        foreach (var handle in metadata.TypeReferences)
        {
            yield return new CodeUse(Name, names.Of(handle), "", null);
        }

        foreach (var attribute in metadata.CustomAttributes.Select(metadata.GetCustomAttribute))
        {
            if (names.Used(attribute.Constructor) is { } used)
            {
                yield return new CodeUse(attribute.Parent.Kind == HandleKind.MethodDefinition ? names.Of((MethodDefinitionHandle)attribute.Parent) : Name, used.Type, "", null);
            }
        }
    }

    public void Dispose() => file.Dispose();

    private string? Imported() => metadata.MethodDefinitions
        .Where(method => metadata.GetMethodDefinition(method).Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        .Select(names.Of)
        .FirstOrDefault();
}

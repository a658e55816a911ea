using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Harombe.Agent.PluginChecking;

/// <summary>Walks the instructions of a method body and yields the metadata tokens in them (ECMA-335, III). Reads only; nothing is run.</summary>
internal static class IlTokens
{
    private static readonly FrozenDictionary<ushort, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!) // not null: static fields of a struct
        .ToFrozenDictionary(code => (ushort)code.Value, code => code.OperandType);

    /// <summary>The tokens, in order, each with whether a string is loaded by it.</summary>
    /// <exception cref="BadImageFormatException">It holds what is no instruction, or ends inside one.</exception>
    public static IEnumerable<(int Token, bool IsString)> Of(MethodBodyBlock body)
    {
        var il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            ushort code = il.ReadByte();
            if (code == 0xFE)
            {
                code = (ushort)(0xFE00 | il.ReadByte());
            }

            if (!Operands.TryGetValue(code, out var operand))
            {
                throw new BadImageFormatException($"There is no instruction 0x{code:X}.");
            }

            switch (operand)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig:
                    yield return (il.ReadInt32(), false);
                    break;
                case OperandType.InlineString:
                    yield return (il.ReadInt32(), true);
                    break;
                case OperandType.InlineSwitch:
                    var cases = il.ReadUInt32();
                    il.Offset = checked(il.Offset + (int)(cases * 4));
                    break;
                default:
                    il.Offset += Width(operand);
                    break;
            }
        }
    }

    private static int Width(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new BadImageFormatException($"There is no operand {operand}."),
    };
}

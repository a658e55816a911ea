using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Rules.Clauses;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>What one argument must be. Immutable.</summary>
internal sealed class ArgumentCondition
{
    private readonly Func<JsonElement?, bool> fits;

    private ArgumentCondition(string argument, string says, bool isAny, bool isExact, Func<JsonElement?, bool> fits) =>
        (Argument, Says, IsAny, IsExact, this.fits) = (argument, says, isAny, isExact, fits);

    public string Argument { get; }

    /// <summary>In words: <c>path lies within notes</c>.</summary>
    public string Says { get; }

    /// <summary>Whether everything fits.</summary>
    public bool IsAny { get; }

    /// <summary>Whether only given values fit.</summary>
    public bool IsExact { get; }

    /// <summary>Whether a value fits; null where the call doesn't give the argument.</summary>
    public bool Fits(JsonElement? value) => fits(value);

    public static bool TryParse(string argument, JsonElement form, [NotNullWhen(true)] out ArgumentCondition? condition, [NotNullWhen(false)] out string? fault)
    {
        (condition, fault) = (null, $"Of '{argument}' it must say one of is, in, within, host and any.");
        if (form.ValueKind != JsonValueKind.Object || form.EnumerateObject().Count() != 1)
        {
            return false;
        }

        var test = form.EnumerateObject().Single();
        condition = (test.Name, test.Value) switch
        {
            ("is", var value) => Is(argument, [value]),
            ("in", { ValueKind: JsonValueKind.Array } values) when values.GetArrayLength() is > 0 and <= 100 => Is(argument, [.. values.EnumerateArray()]),
            ("within", { ValueKind: JsonValueKind.String } folder) => Within(argument, folder.GetString()!), // not null: it is a string
            ("host", { ValueKind: JsonValueKind.String } host) => Host(argument, host.GetString()!), // not null: it is a string
            // One value, or none. A list or an object could hold anything by any name.
            ("any", { ValueKind: JsonValueKind.True }) => new ArgumentCondition(
                argument, $"{argument} may be anything", true, false, value => value is not { ValueKind: JsonValueKind.Object or JsonValueKind.Array }),
            _ => null,
        };
        fault = condition is null ? fault : null;
        return condition is not null;
    }

    private static ArgumentCondition Is(string argument, JsonElement[] values)
    {
        var wanted = values.Select(CanonicalJson.Write).ToList();
        return new ArgumentCondition(
            argument,
            $"{argument} is {string.Join(" or ", wanted.Select(one => Encoding.UTF8.GetString(one)))}",
            isAny: false,
            isExact: true,
            value => value is { } given && CanonicalJson.Write(given) is var canonical && wanted.Any(one => one.AsSpan().SequenceEqual(canonical)));
    }

    // The top of everything is no folder: that would be anything in other words.
    private static ArgumentCondition? Within(string argument, string folder) =>
        folder.Split('/').Any(part => part.Length > 0 && part != ".") && !folder.Split('/').Contains("..") && !folder.Contains('\\', StringComparison.Ordinal) && !folder.Contains('\0', StringComparison.Ordinal)
            ? Tested(argument, new WithinTest(folder)) : null;

    private static ArgumentCondition? Host(string argument, string host)
    {
        var plain = Fold.Plain(host).TrimEnd('.');
        var name = plain.StartsWith("*.", StringComparison.Ordinal) ? plain[2..] : plain;
        return name.Contains('.', StringComparison.Ordinal) && !name.Contains('*', StringComparison.Ordinal) ? Tested(argument, new HostTest([plain])) : null;
    }

    private static ArgumentCondition Tested(string argument, ArgumentTest test) => new(
        argument, $"{argument} {test}", isAny: false, isExact: false, value => value is { } given && test.Passes(new ArgumentValue(given)));
}

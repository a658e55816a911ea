using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Harombe.Policy.Rules.Clauses;

/// <summary>
/// A path to arguments: <c>$.to[0].address</c>, <c>$.to[*]</c>, <c>$.*</c>. Names, numbers and stars only, no filters and no descent, so that following
/// one costs no more than the arguments are large.
/// </summary>
internal sealed class ArgumentPath
{
    public const int MaxSteps = 16;

    private readonly ImmutableArray<Step> steps;
    private ArgumentPath(string text, ImmutableArray<Step> steps) => (Text, this.steps) = (string.Intern(text), steps);

    /// <summary>The path as it is written.</summary>
    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out ArgumentPath? path)
    {
        path = null;
        if (text.Length is < 2 or > 512 || text[0] != '$')
        {
            return false;
        }

        var steps = ImmutableArray.CreateBuilder<Step>();
        var at = 1;
        while (at < text.Length)
        {
            var open = text[at] == '[';
            var end = open ? text.IndexOf(']', at) : text.AsSpan(at + 1).IndexOfAny('.', '[') is >= 0 and var next ? at + 1 + next : text.Length;
            if ((!open && text[at] != '.') || end <= at + 1 || steps.Count == MaxSteps)
            {
                return false;
            }

            var inner = text[(at + 1)..end];
            if (inner == "*")
            {
                steps.Add(new Step(null, -1));
            }
            else if (open && int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                steps.Add(new Step(null, index));
            }
            else if (!open || (inner.Length > 2 && inner[0] is '\'' or '"' && inner[^1] == inner[0]))
            {
                steps.Add(new Step(open ? inner[1..^1] : inner, 0));
            }
            else
            {
                return false;
            }

            at = open ? end + 1 : end;
        }

        path = new ArgumentPath(text, steps.ToImmutable());
        return true;
    }

    /// <summary>The values that the path leads to. A list at its end stands for its items.</summary>
    public ArgumentValue[] Values(JsonElement root)
    {
        // Most paths are the name of an argument with one value.
        if (steps is [{ Utf8: { } only }] && root.ValueKind == JsonValueKind.Object)
        {
            if (!root.TryGetProperty(only, out var value))
            {
                return [];
            }

            if (value.ValueKind != JsonValueKind.Array)
            {
                return [new ArgumentValue(value)];
            }
        }

        var found = new List<ArgumentValue>(1);
        Collect(root, 0, found);
        return [.. found];
    }

    /// <summary>Whether it leads to the argument that is named like <c>to[0]</c>.</summary>
    public bool Covers(string argument)
    {
        var name = argument.AsSpan();
        var cut = name.IndexOfAny('.', '[');
        return steps.Length > 0 && (steps[0].Name is null || name[..(cut < 0 ? name.Length : cut)].SequenceEqual(steps[0].Name));
    }

    public override string ToString() => Text;

    private void Collect(JsonElement value, int at, List<ArgumentValue> found)
    {
        if (at == steps.Length)
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in value.EnumerateArray())
                {
                    found.Add(new ArgumentValue(item));
                }
            }
            else
            {
                found.Add(new ArgumentValue(value));
            }

            return;
        }

        var step = steps[at];
        if (step.Utf8 is { } name)
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var property))
            {
                Collect(property, at + 1, found);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (step.Index < 0 || step.Index == index)
                {
                    Collect(item, at + 1, found);
                }

                index++;
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && step.Index < 0)
        {
            foreach (var property in value.EnumerateObject())
            {
                Collect(property.Value, at + 1, found);
            }
        }
    }

    private readonly record struct Step(string? Name, int Index)
    {
        public byte[]? Utf8 { get; } = Name is null ? null : Encoding.UTF8.GetBytes(Name);
    }
}

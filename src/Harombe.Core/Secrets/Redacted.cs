using System.Text;

namespace Harombe.Core.Secrets;

/// <summary>
/// A value that has gone through the scanner: the type is the proof, since nothing but <see cref="Redaction"/> makes one.
/// </summary>
public readonly record struct Redacted<T>
{
    private readonly T? value;

    internal Redacted(T value) => this.value = value;

    /// <summary>The clean value.</summary>
    /// <exception cref="InvalidOperationException">Nothing was scanned: this is the default value.</exception>
    public T Value => value ?? throw new InvalidOperationException("This value never went through the scanner.");
}

/// <summary>Takes secrets out of text.</summary>
public static class Redaction
{
    /// <summary>How what stands in the place of a secret begins that is none of ours.</summary>
    public const string Mark = "[redacted";

    /// <summary>Stands for a value that must not be shown because it was not scanned.</summary>
    internal static Redacted<string> Withheld { get; } = new("[not scanned]");

    /// <summary>What stands in the place of a finding: the placeholder as people see it, or the kind.</summary>
    internal static string Of(Finding finding) => finding.Placeholder?.Display ?? $"{Mark}: {finding.Kind}]";

    /// <summary>The text with each secret replaced: ours by its placeholder, others for good. Returns the same string when clean.</summary>
    public static Redacted<string> Redact(this ISecretScanner scanner, string text)
    {
        ArgumentNullException.ThrowIfNull(scanner);
        ArgumentNullException.ThrowIfNull(text);
        var findings = scanner.Scan(text);
        if (findings.Count == 0)
        {
            return new Redacted<string>(text);
        }

        RedactionSignals.Count(findings);
        var clean = new StringBuilder(text.Length);
        var at = 0;
        foreach (var finding in findings)
        {
            clean.Append(text, at, finding.Start - at).Append(Of(finding));
            at = finding.Start + finding.Length;
        }

        return new Redacted<string>(clean.Append(text, at, text.Length - at).ToString());
    }
}

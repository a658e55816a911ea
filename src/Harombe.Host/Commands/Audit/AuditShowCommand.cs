using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit show</c>: one entry with everything that it says.</summary>
internal sealed class AuditShowCommand : Command
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Argument<long> Sequence = new("number") { Description = "The entry's number, as 'audit tail' shows it." };

    public AuditShowCommand(Surroundings here)
        : base("show", "Show one entry of the audit log in full.")
    {
        Add(Sequence);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/audit/entries/{run.Parsed.GetValue(Sequence)}");
            if ((await host.GetAsync(path, cancellationToken).ConfigureAwait(false)).As(HostForms.Default.RecordPage, host).Failed(out stop, out var page))
            {
                return run.Fail(stop);
            }

            var entry = page.Entries[0];
            if (run.Json)
            {
                run.WriteJson(entry, HostForms.Default.RecordedEntry);
                return ExitCode.Done;
            }

            run.Terminal.Output.WriteLine(VisibleText.Lines($"entry {entry.Sequence}, leaf hash {entry.LeafHash}\n{Pretty(entry.Entry)}"));
            run.Say($"its proof: harombe audit prove {entry.Sequence}");
            return ExitCode.Done;
        }
    }

    private static string Pretty(JsonElement? entry)
    {
        if (entry is not { ValueKind: JsonValueKind.Object } form)
        {
            return "the body was erased; only its leaf hash is left";
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            form.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}

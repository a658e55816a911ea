using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Harombe.Core.State;

namespace Harombe.Host.State;

/// <summary>One numbered step of one station's tables, as this build carries it.</summary>
internal sealed partial record Migration(string Station, int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text in lower-case hex. Line ends don't count: a checkout must not change history.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    public override string ToString() => $"{Station} {Number:0000}_{Name}";

    /// <summary>The station's migrations in order, from 1 without a gap.</summary>
    /// <exception cref="StateStoreException">The resources are not that: the build is broken.</exception>
    public static IReadOnlyList<Migration> Of(StateMigrations station)
    {
        var prefix = station.Prefix + ".";
        var found = station.Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal) && resource.EndsWith(".sql", StringComparison.Ordinal))
            .Select(resource => Read(station, resource, resource[prefix.Length..]))
            .OrderBy(migration => migration.Number)
            .ToList();
        if (found.Count == 0)
        {
            throw Broken($"Station '{station.Station}' has no migration named '{prefix}0001_….sql'.");
        }

        for (var i = 0; i < found.Count; i++)
        {
            if (found[i].Number != i + 1)
            {
                throw Broken($"Station '{station.Station}' should have migration {i + 1:0000} next, not '{found[i]}'.");
            }
        }

        return found;
    }

    private static Migration Read(StateMigrations station, string resource, string file)
    {
        if (FileName().Match(file) is not { Success: true } match)
        {
            throw Broken($"Migration '{file}' of station '{station.Station}' is not named like '0001_name.sql'.");
        }

        return new(station.Station, int.Parse(match.Groups[1].ValueSpan), match.Groups[2].Value, Text(station.Assembly, resource));
    }

    private static string Text(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!; // not null: the name came from this assembly
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static StateStoreException Broken(string message) => new(message, "This build is broken; install another.");

    [GeneratedRegex(@"^([0-9]{4})_([a-z0-9_]+)\.sql\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}

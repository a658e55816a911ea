namespace Harombe.Host.Configuration;

/// <summary>Where a value came from. Ordered: a later member of the family wins over an earlier one.</summary>
internal abstract record ConfigurationOrigin
{
    private ConfigurationOrigin()
    {
    }

    /// <summary>The short form that <c>config show --origin</c> prints.</summary>
    public abstract string Display { get; }

    /// <summary>The precise form that starts a fault, for people and for editors that jump to a position.</summary>
    public virtual string Place => Display;

    /// <summary>The value is the one that is built in.</summary>
    internal sealed record BuiltIn : ConfigurationOrigin
    {
        public override string Display => "default";
    }

    /// <summary>The value stands in the file. Line and column count from 1; line 0 is the file as a whole.</summary>
    internal sealed record File(string Path, int Line, int Column) : ConfigurationOrigin
    {
        public override string Display => Line == 0 ? Path : $"{Path}:{Line}";

        public override string Place => Line == 0 ? Path : $"{Path}:{Line}:{Column}";
    }

    /// <summary>The value is an environment variable's.</summary>
    internal sealed record Environment(string Name) : ConfigurationOrigin
    {
        public override string Display => $"environment {Shown.Name(Name)}";
    }

    /// <summary>The value was given on the command line, by <paramref name="Option"/> (<c>--set</c>, <c>--port</c>).</summary>
    internal sealed record CommandLine(string Option) : ConfigurationOrigin
    {
        public override string Display => "command line";

        public override string Place => $"command line {Option}";
    }
}

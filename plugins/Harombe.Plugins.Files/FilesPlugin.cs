using System.ComponentModel;
using System.Text;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Microsoft.SemanticKernel;

namespace Harombe.Plugins.Files;

/// <summary>The files of the user's workspace as tools.</summary>
public sealed class FilesPlugin(IWorkspace workspace)
{
    private const string PathHelp = "Relative path in the workspace, with '/', for example notes/today.txt";

    /// <summary>Lists a folder.</summary>
    [KernelFunction("list")]
    [Description("Lists the files and folders in one folder of the workspace, with sizes in bytes.")]
    public async Task<ToolAnswer> ListAsync(
        [Description("The folder; leave it out for the whole workspace's top folder")] string folder = "",
        CancellationToken cancellationToken = default) =>
        ToolAnswer.From(await workspace.ListAsync(folder, cancellationToken), FileWords.Of);

    /// <summary>Reads a text file.</summary>
    [KernelFunction("read")]
    [Description("Reads a text file of the workspace. For a long file, give the first line and the number of lines to read.")]
    public async Task<ToolAnswer> ReadAsync(
        [Description(PathHelp)] string path,
        [Description("The first line to read, counted from 1")] int line = 1,
        [Description("How many lines to read; leave it out for all")] int? lines = null,
        CancellationToken cancellationToken = default)
    {
        if (line < 1 || lines < 1)
        {
            return ToolAnswer.Refuse(new Reason("files.lines", "Lines are counted from 1.", "Give a first line and a number of lines of at least 1."));
        }

        return ToolAnswer.From(await workspace.ReadAsync(path, cancellationToken), file => FileWords.Of(file, line, lines));
    }

    /// <summary>Searches text files.</summary>
    [KernelFunction("search")]
    [Description("Finds text in the workspace's files and returns path, line number and line. Without text it finds files by name.")]
    public async Task<ToolAnswer> SearchAsync(
        [Description("The text to find, taken literally, upper and lower case alike; leave it out to find files by name")] string? text = null,
        [Description("Which files, for example *.md or notes/*.txt; '*' stands for anything")] string? files = null,
        [Description("The folder to search below; leave it out for the whole workspace")] string folder = "",
        [Description("The most matches to return, up to 1000")] int limit = 100,
        CancellationToken cancellationToken = default) => ToolAnswer.From(
        await workspace.SearchAsync(new WorkspaceQuery(text) { Glob = files, Folder = folder, Limit = limit }, cancellationToken), FileWords.Of);

    /// <summary>Writes a text file.</summary>
    [KernelFunction("write")]
    [Description("Writes a text file of the workspace as a whole. Refuses to touch a file that is there unless replace is true.")]
    public async Task<ToolAnswer> WriteAsync(
        [Description(PathHelp + "; missing folders are made")] string path,
        [Description("The whole content of the file")] string content,
        [Description("Whether a file that is there already is replaced")] bool replace = false,
        CancellationToken cancellationToken = default) => ToolAnswer.From(
        await workspace.WriteAsync(path, Encoding.UTF8.GetBytes(content), replace ? WriteMode.Replace : WriteMode.Create, cancellationToken),
        entry => FileWords.Done("Wrote", entry));

    /// <summary>Appends to a text file.</summary>
    [KernelFunction("append")]
    [Description("Adds text to the end of a file of the workspace, or creates the file. Begin a new line yourself where you want one.")]
    public async Task<ToolAnswer> AppendAsync(
        [Description(PathHelp)] string path,
        [Description("The text to add")] string content,
        CancellationToken cancellationToken = default) => ToolAnswer.From(
        await workspace.AppendAsync(path, Encoding.UTF8.GetBytes(content), cancellationToken), entry => FileWords.Done("Appended to", entry));

    /// <summary>Moves or renames.</summary>
    [KernelFunction("move")]
    [Description("Moves or renames a file or folder within the workspace. Never replaces what is there.")]
    public async Task<ToolAnswer> MoveAsync(
        [Description("What to move: " + PathHelp)] string from,
        [Description("Its whole new path, the name included; missing folders are made")] string to,
        CancellationToken cancellationToken = default) => ToolAnswer.From(
        await workspace.MoveAsync(from, to, cancellationToken), entry => FileWords.Done($"Moved {from} to", entry));

    /// <summary>Deletes.</summary>
    [KernelFunction("delete")]
    [Description("Deletes a file, or an empty folder, of the workspace for good.")]
    public async Task<ToolAnswer> DeleteAsync(
        [Description(PathHelp)] string path,
        CancellationToken cancellationToken = default) => ToolAnswer.From(
        await workspace.DeleteAsync(path, cancellationToken), entry => FileWords.Done("Deleted", entry));
}

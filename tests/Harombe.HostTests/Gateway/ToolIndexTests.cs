using Xunit.Abstractions;
using System.Text.Json;
using Harombe.Core.Tools;
using Harombe.Gateway.Endpoint.Finding;
using ModelContextProtocol;

namespace Harombe.HostTests.Gateway;

/// <summary>How well tools are found among many, and what that costs a model.</summary>
public sealed class ToolIndexTests(ITestOutputHelper output)
{
    // 20 systems with 25 tools each, and what somebody asks for who doesn't know their names.
    private static readonly string[] Systems =
        ["tracker", "repository", "mail", "calendar", "chat", "drive", "wiki", "billing", "shop", "warehouse", "payroll", "recruiting", "support", "campaigns", "analytics", "cluster", "database", "secrets", "printer", "garden"];

    private static readonly (string Verb, string Noun, string Words)[] Deeds =
    [
        ("create", "item", "Creates a new item with a title and a body."), ("list", "items", "Lists the items, newest first, in pages."), ("get", "item", "Gets one item with all of its fields."),
        ("update", "item", "Changes the title, body or state of an item."), ("delete", "item", "Deletes an item for good."), ("search", "items", "Full-text search over items."),
        ("add", "comment", "Adds a comment to an item."), ("list", "comments", "Lists the comments of an item."), ("assign", "person", "Assigns an item to a person."), ("add", "label", "Puts a label on an item."),
        ("remove", "label", "Takes a label off an item."), ("upload", "attachment", "Uploads a file to an item."), ("download", "attachment", "Downloads a file of an item."), ("list", "members", "Lists the members who have access."),
        ("invite", "member", "Invites somebody by mail address."), ("remove", "member", "Takes somebody's access away."), ("get", "settings", "Reads the settings."), ("update", "settings", "Changes the settings."),
        ("export", "report", "Exports a report as a spreadsheet."), ("schedule", "report", "Sends a report regularly by the clock."), ("get", "history", "Shows who changed what and when."), ("archive", "item", "Archives an item that is done."),
        ("restore", "item", "Brings an archived item back."), ("link", "items", "Links two items with each other."), ("get", "statistics", "Counts by state, person and time."),
    ];

    private static readonly (string Query, string Tool)[] Labelled =
    [
        ("open a new item in the tracker", "tracker__create_item"), ("comment on something in the tracker", "tracker__add_comment"), ("find items in the wiki by text", "wiki__search_items"),
        ("delete an item from the drive", "drive__delete_item"), ("invite a colleague to the calendar", "calendar__invite_member"), ("upload a file to the drive", "drive__upload_attachment"),
        ("download the attachment from a mail", "mail__download_attachment"), ("who has access to the repository", "repository__list_members"), ("take away access to the payroll", "payroll__remove_member"),
        ("change the settings of the printer", "printer__update_settings"), ("what are the settings of the cluster", "cluster__get_settings"), ("billing report as a spreadsheet", "billing__export_report"),
        ("send the analytics report every week", "analytics__schedule_report"), ("who changed what in the database", "database__get_history"), ("bring back an archived item of the shop", "shop__restore_item"),
        ("archive what is done in support", "support__archive_item"), ("put a label on a recruiting item", "recruiting__add_label"), ("assign a support item to somebody", "support__assign_person"),
        ("link two items of the warehouse", "warehouse__link_items"), ("statistics of campaigns", "campaigns__get_statistics"), ("newest chat items", "chat__list_items"), ("remove the label from a garden item", "garden__remove_label"),
        ("read all comments of a tracker item", "tracker__list_comments"), ("change the title of an item in secrets", "secrets__update_item"), ("show one item of the shop", "shop__get_item"),
    ];

    [Fact]
    public void Among_500_tools_the_right_one_is_among_the_first_five()
    {
        var index = new ToolIndex(Tools());

        var hits = Labelled.Count(wanted => index.Find(wanted.Query, 5, _ => true).Any(tool => tool.Name.Value == wanted.Tool));

        output.WriteLine($"recall@5 {hits} of {Labelled.Length}");
        Assert.True(hits >= Labelled.Length * 0.9, $"{hits} of {Labelled.Length}");
    }

    [Fact]
    public void A_small_view_of_500_tools_costs_a_model_little()
    {
        // Four characters are about a token of JSON.
        var tokens = JsonSerializer.Serialize(SearchTools.Definitions, McpJsonUtilities.DefaultOptions).Length / 4;

        output.WriteLine($"about {tokens} tokens");
        Assert.InRange(tokens, 1, 1500);
    }

    [Fact]
    public void Nothing_is_found_by_words_that_no_tool_has() => Assert.Empty(new ToolIndex(Tools()).Find("xylophone quartz", 5, _ => true));

    private static IEnumerable<ToolDefinition> Tools() => Systems.SelectMany(system => Deeds.Select(deed => new ToolDefinition
    {
        Name = ToolName.Parse($"{system}__{deed.Verb}_{deed.Noun}"),
        Description = $"{deed.Words} In the {system}.",
        InputSchema = JsonElement.Parse("""{"type":"object","properties":{"id":{"type":"string"}}}"""),
        Origin = "test",
        Risk = Risk.Low,
    }));
}

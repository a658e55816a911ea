using System.Collections.Frozen;

namespace Harombe.Policy.Provenance.Tools;

/// <summary>
/// What English verbs of tool descriptions and of requests mean. A request's verb may stand for several effects ("send" can be a message or money); the
/// tool's own words decide which of them it has.
/// </summary>
internal static class Verbs
{
    private static readonly FrozenDictionary<string, Effect> OfTools = Table(
        (Effect.Read, "get gets read reads return returns list lists search searches find finds fetch fetches look looks lookup retrieve retrieves show shows view views query queries check checks count counts display displays describe describes browse browses inspect inspects calculate calculates compute computes convert converts summarize summarizes translate translates compare compares verify verifies validate validates see provides provide load loads scan scans analyze analyzes explain explains estimate estimates preview previews obtain obtains determine determines extract extracts download downloads visit visits open opens tell tells enumerate enumerates lists peek export exports parse parses resolve resolves examine examines grep watch watches monitor"),
        (Effect.Create | Effect.Book, "book books reserve reserves rent rents hire hires"),
        (Effect.Create, "create creates make makes schedule schedules insert inserts register registers draft drafts generate generates copy copies start starts record records log logs add adds duplicate duplicates clone clones plan plans raise raises"),
        (Effect.Create | Effect.Change, "write writes save saves store stores put puts"),
        (Effect.Change, "update updates modify modifies edit edits change changes append appends set sets replace replaces adjust adjusts patch patches configure configures attach attaches link links restore restores reset resets prepend overwrite overwrites apply applies amend sort sorts turn turns commit commits"),
        (Effect.Move, "rename renames move moves reschedule reschedules postpone postpones shift shifts"),
        (Effect.Mark, "mark marks assign assigns label labels merge merges close closes archive archives enable enables disable disables complete completes star stars approve approves reopen reopens transition transitions pin pins tag tags reassign toggle lock locks unlock unlocks resolve"),
        (Effect.Send, "send sends post posts publish publishes email emails mail mails reply replies forward forwards message messages notify notifies submit submits upload uploads tweet tweets broadcast broadcasts announce announces respond responds comment comments push pushes deliver delivers call calls text texts sms ping request requests"),
        (Effect.Grant, "invite invites share shares grant grants allow allows permit permits promote promotes authorize authorizes subscribe subscribes give gives expose exposes delegate delegates"),
        (Effect.Delete, "delete deletes remove removes cancel cancels erase erases clear clears drop drops revoke revokes purge purges trash trashes unsubscribe unsubscribes kick kicks ban bans uninstall uninstalls terminate terminates kill kills discard discards destroy destroys wipe wipes empty empties block blocks unshare leave leaves decline declines reject rejects"),
        (Effect.Pay, "pay pays transfer transfers refund refunds charge charges purchase purchases buy buys order orders donate donates withdraw withdraws wire wires reimburse reimburses invest sell sells deposit tip"),
        (Effect.Run, "run runs execute executes eval evaluates evaluate shell compile compiles deploy deploys install installs invoke invokes spawn spawns build builds test tests launch launches trigger triggers"));

    private static readonly FrozenDictionary<string, Effect> OfRequests = Table(
        (Effect.Send | Effect.Pay | Effect.Grant, "send"),
        (Effect.Send, "email mail message dm write tell inform notify reply respond answer forward post publish announce remind ask contact report share submit thank congratulate upload text warn ping apologize apologise brief update comment tweet broadcast return distribute circulate pass relay say mention confirm request push let greet wish alert"),
        (Effect.Create | Effect.Change, "create add make set put schedule plan book reserve save record open file generate draft register arrange organise organize prepare copy log note enter write store insert block duplicate append compile fill include place start jot"),
        (Effect.Change | Effect.Move | Effect.Mark | Effect.Pay | Effect.Credential, "update change modify adjust switch set"),
        (Effect.Change | Effect.Pay | Effect.Credential, "correct fix replace increase decrease raise lower amend reset rotate renew"),
        (Effect.Move, "rename move reschedule postpone delay shift push bring extend swap advance transfer"),
        (Effect.Mark, "move mark assign reassign close archive complete merge label star pin tag reopen prioritise prioritize transition resolve approve turn enable disable fix"),
        (Effect.Change, "edit append extend attach sort link restore commit format refactor convert rewrite bump translate"),
        (Effect.Pay, "pay transfer refund reimburse buy purchase order donate wire settle split schedule repay tip invest sell charge cover"),
        (Effect.Book | Effect.Create, "book reserve rent hire make get arrange organise organize order"),
        (Effect.Expose, "share publish open expose restrict hide limit allow grant give permit promote make set change protect unprotect transfer"),
        (Effect.Delete, "delete remove cancel erase clear drop purge trash unsubscribe discard clean wipe uninstall revoke kick ban decline reject leave empty rid"),
        (Effect.Grant | Effect.Change | Effect.Create | Effect.Send, "invite share add grant give allow promote include"),
        (Effect.Run, "run execute build test install deploy compile launch start train evaluate lint benchmark calculate compute try"));

    /// <summary>What a verb of a tool's description says; unknown words are <see cref="Effect.Unknown"/>.</summary>
    public static Effect OfTool(string word) => OfTools.GetValueOrDefault(word);

    /// <summary>What a verb of a request may ask for.</summary>
    public static Effect OfRequest(string word) => OfRequests.GetValueOrDefault(word);

    private static FrozenDictionary<string, Effect> Table(params (Effect Effect, string Words)[] rows)
    {
        var table = new Dictionary<string, Effect>(StringComparer.Ordinal);
        foreach (var (effect, words) in rows)
        {
            foreach (var word in words.Split(' '))
            {
                table[word] = table.GetValueOrDefault(word) | effect;
            }
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

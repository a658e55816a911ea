using System.Collections.Frozen;
using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Tools;

/// <summary>
/// Nouns that name the same kind of thing, so that "cancel my dentist appointment" is understood as a matter of the calendar. A word may belong to several.
/// </summary>
internal static class Subjects
{
    private static readonly string[] Groups =
    [
        "email mail message inbox letter newsletter correspondence reply",
        "message dm chat channel post thread conversation room group slack team",
        "event meeting appointment calendar agenda schedule lunch dinner breakfast brunch call interview party session invitation reminder workshop conference check-up checkup visit trip hike hiking class lesson birthday sync standup",
        "file document doc spreadsheet sheet folder directory drive report note notes list text paper presentation slide draft path plan summary minutes copy",
        "transaction payment transfer money bill invoice rent refund fee amount account bank order subscription salary deposit standing debt share difference price cost dollar euro pound eur usd gbp chf fine expense loan",
        "user member colleague person contact people profile account employee friend guest participant attendee",
        "hotel stay accommodation lodging room hostel apartment night",
        "restaurant table dinner lunch dining meal",
        "flight plane ticket seat airline trip",
        "car rental vehicle taxi ride",
        "train bus ferry ticket seat",
        "reservation booking",
        "issue ticket bug task card story request defect item incident",
        "branch pull merge commit repository repo release pr tag",
        "password passcode pin credential login key token secret passphrase 2fa",
        "information info detail profile address data record setting preference",
        "website webpage page site web blog url link homepage post article",
        "deal lead opportunity customer client account contact pipeline company crm",
        "task todo reminder item list checklist",
        "code program script command test build package dependency",
        "comment reply response answer note feedback review",
        "label tag status state priority",
    ];

    private static readonly FrozenDictionary<string, int> Index = Build();

    /// <summary>The groups that the words belong to, as bits.</summary>
    public static int Of(IEnumerable<string> stems) => stems.Aggregate(0, (groups, stem) => groups | Index.GetValueOrDefault(stem));

    /// <summary>Whether a word only names a kind of thing, and so can't tell one thing from another.</summary>
    public static bool IsKind(string stem) => Index.ContainsKey(stem);

    private static FrozenDictionary<string, int> Build()
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var group = 0; group < Groups.Length; group++)
        {
            foreach (var stem in Groups[group].Split(' ').Select(Words.Stem))
            {
                index[stem] = index.GetValueOrDefault(stem) | (1 << group);
            }
        }

        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

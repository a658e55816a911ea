using System.Text.RegularExpressions;

namespace Harombe.Secrets.Personal;

/// <summary>One kind of personal data: how it is written, and what else must hold for it, such as a check digit.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Form">How it is written. Linear: no text can make it look back.</param>
/// <param name="Holds">What must hold for what was matched.</param>
internal sealed record PersonalKind(string Name, Regex Form, Func<string, bool> Holds)
{
    /// <summary>By their certainty: what one kind took, the next doesn't look at.</summary>
    public static IReadOnlyList<PersonalKind> All { get; } =
    [
        new("mail", Linear(@"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)+[A-Za-z]{2,24}\b"), _ => true),
        new("iban", Linear(@"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"), Iban.Holds),
        new("card", Linear(@"\b(?:[3-6][0-9]{12,18}|[3-6][0-9]{3}(?: [0-9]{4}){2,3}(?: [0-9]{1,3})?|[3-6][0-9]{3}(?:-[0-9]{4}){2,3}(?:-[0-9]{1,3})?|3[47][0-9]{2}[ -][0-9]{6}[ -][0-9]{5})\b"), PaymentCard.Holds),
        new("ssn", Linear(@"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b"), SocialSecurityNumber.Holds),
        new("phone", Linear(@"\+[0-9][0-9 ()./-]{6,20}[0-9]\b|\([0-9]{2,5}\) ?[0-9]{3,4}[ -][0-9]{3,8}\b|\b[2-9][0-9]{2}[-. ][2-9][0-9]{2}[-. ][0-9]{4}\b"), PhoneNumber.Holds),
    ];

    private static Regex Linear(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}

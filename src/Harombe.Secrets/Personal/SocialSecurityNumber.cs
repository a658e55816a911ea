namespace Harombe.Secrets.Personal;

/// <summary>What the Social Security Administration never gives out as a number: areas 000, 666 and 900 to 999, group 00, serial 0000.</summary>
internal static class SocialSecurityNumber
{
    public static bool Holds(string text) =>
        text[..3] is not ("000" or "666") && text[0] != '9' && text[4..6] != "00" && text[7..] != "0000";
}

using MailAdmin.Arguments;

namespace MailAdmin.Commands.Groups;

/// <summary>Finds groups by what names them.</summary>
internal static class GroupSearch
{
    /// <summary>The groups of an address or a pattern; an address without wildcards must be there.</summary>
    /// <param name="text">The address or pattern.</param>
    /// <param name="find">Asks the store for a pattern.</param>
    /// <exception cref="MailException">InvalidAddress, GroupNotFound.</exception>
    public static IEnumerable<MailGroup> Find(string text, Func<string, IEnumerable<MailGroup>> find)
    {
        bool isPattern = AddressPattern.IsPattern(text);
        string pattern = isPattern ? AddressPattern.OfAddress(text) : EmailAddress.Parse(text).Canonical;
        bool any = false;
        foreach (MailGroup group in find(pattern))
        {
            any = true;
            yield return group;
        }

        if (!any && !isPattern)
        {
            throw new MailException(MailError.GroupNotFound, $"There is no group '{text}'.") { Target = text };
        }
    }
}

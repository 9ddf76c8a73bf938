using System.Globalization;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Texts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// The rules of mailbox names: levels with '/' between them, INBOX in any case of letters, Net-Unicode. RFC 9051 §5.1,
/// RFC 5198 §2
/// </summary>
internal static class MailboxName
{
    public const string Inbox = "INBOX";
    public const char Separator = '/';

    /// <summary>The form of a name by which a mailbox is found.</summary>
    public static string Normalize(string name)
    {
        string composed = NetUnicode.Compose(name);
        bool inInbox = composed.StartsWith(Inbox, StringComparison.OrdinalIgnoreCase)
            && (composed.Length == Inbox.Length || composed[Inbox.Length] == Separator);
        return inInbox ? string.Concat(Inbox, composed.AsSpan(Inbox.Length)) : composed;
    }

    /// <summary>The form of a name under which a mailbox is created.</summary>
    /// <exception cref="MailException">InvalidMailboxName.</exception>
    public static string Require(string name, ServerLimits limits)
    {
        if (FindFault(name, limits) is { } reason)
        {
            throw MailException.Of(MailError.InvalidMailboxName, name, reason);
        }

        return Normalize(name);
    }

    /// <summary>The names above a name, highest first.</summary>
    public static IEnumerable<string> ParentsOf(string name)
    {
        for (int i = name.IndexOf(Separator); i >= 0; i = name.IndexOf(Separator, i + 1))
        {
            yield return name[..i];
        }
    }

    /// <summary>The name of a mailbox whose own name was lost.</summary>
    public static string Recovered(int number) => "Recovered " + number.ToString(CultureInfo.InvariantCulture);

    private static MailText? FindFault(string name, ServerLimits limits)
    {
        if (string.IsNullOrEmpty(name))
        {
            return MailText.Of("Reason.Empty");
        }

        if (!NetUnicode.IsWellFormed(name))
        {
            return MailText.Of("Reason.NotUnicode");
        }

        if (Encoding.UTF8.GetByteCount(name) > limits.MailboxName)
        {
            return MailText.Of("Reason.TooLong", limits.MailboxName);
        }

        if (name.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029'))
        {
            return MailText.Of("Reason.Control");
        }

        bool emptyLevel =
            name[0] == Separator || name[^1] == Separator || name.Contains("//", StringComparison.Ordinal);
        return emptyLevel ? MailText.Of("Reason.EmptyLevel") : null;
    }
}

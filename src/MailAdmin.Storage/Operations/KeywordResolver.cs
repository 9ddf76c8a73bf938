using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>
/// Turns names of flags into bits of a mailbox, and adds the keywords it lacks. Disposing it removes the added keywords
/// again, unless the operation kept them.
/// </summary>
internal sealed class KeywordResolver(CommitContext context) : IDisposable
{
    private readonly List<(MailboxState Mailbox, string[] Before)> added = [];
    private bool kept;

    /// <summary>The flags as bits; keywords that the mailbox lacks are added.</summary>
    /// <exception cref="MailException">TooManyKeywords.</exception>
    public FlagSet Resolve(MailboxState mailbox, NamedFlags flags)
    {
        FlagSet set = flags.System;
        foreach (string keyword in flags.Keywords)
        {
            set |= FlagSet.OfKeyword(FindOrAdd(mailbox, keyword));
        }

        return set;
    }

    /// <summary>The flags of a message of one mailbox as bits of another.</summary>
    /// <exception cref="MailException">TooManyKeywords.</exception>
    public FlagSet Translate(MailboxState source, FlagSet flags, MailboxState target)
    {
        FlagSet set = flags.System;
        for (int i = 0; i < source.Keywords.Length; i++)
        {
            if (flags.HasKeyword(i))
            {
                set |= FlagSet.OfKeyword(FindOrAdd(target, source.Keywords[i]));
            }
        }

        return set;
    }

    /// <summary>The flags as bits; keywords that the mailbox lacks are ignored.</summary>
    public static FlagSet ResolveKnown(MailboxState mailbox, NamedFlags flags)
    {
        FlagSet set = flags.System;
        foreach (string keyword in flags.Keywords)
        {
            int index = IndexOf(mailbox.PendingKeywords, keyword);
            set |= index < 0 ? default : FlagSet.OfKeyword(index);
        }

        return set;
    }

    /// <summary>Keeps the added keywords: the operation is recorded.</summary>
    public void Keep() => kept = true;

    public void Dispose()
    {
        for (int i = added.Count - 1; i >= 0 && !kept; i--)
        {
            added[i].Mailbox.PendingKeywords = added[i].Before;
        }
    }

    // Keywords ignore case. RFC 9051 §2.3.2
    private static int IndexOf(string[] keywords, string keyword)
    {
        return Array.FindIndex(keywords, known => string.Equals(known, keyword, StringComparison.OrdinalIgnoreCase));
    }

    private int FindOrAdd(MailboxState mailbox, string keyword)
    {
        string[] known = mailbox.PendingKeywords;
        int index = IndexOf(known, keyword);
        if (index >= 0)
        {
            return index;
        }

        if (known.Length == FlagSet.MaxKeywords)
        {
            throw MailException.Of(MailError.TooManyKeywords, mailbox.Name, FlagSet.MaxKeywords);
        }

        added.Add((mailbox, known));
        mailbox.PendingKeywords = [.. known, keyword];
        MailboxParts.WriteKeywordAdded(context.Record, mailbox.Id, keyword);
        return known.Length;
    }
}

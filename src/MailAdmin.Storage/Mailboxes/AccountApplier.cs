using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Applies the parts of records that change accounts, and leaves those of one mailbox to another class.
/// </summary>
internal sealed class AccountApplier(AccountTable accounts, BodyTable bodies)
{
    private readonly MailboxApplier mailboxes = new(accounts, bodies);

    /// <summary>Applies a part to its account.</summary>
    /// <param name="kind">The kind of the part.</param>
    /// <param name="reader">Has read the kind.</param>
    /// <param name="recordBodies">The bodies of the record.</param>
    /// <param name="changes">Collects what observers are notified of; null: there are none.</param>
    public void Apply(PartKind kind, ref PartReader reader, RecordBodies recordBodies, MailboxChanges? changes)
    {
        long id = reader.ReadNumber();
        if (kind == PartKind.AccountCreated)
        {
            accounts.Add(id, reader.ReadUInt32());
            return;
        }

        AccountState account = accounts.FindOrRecover(id);
        lock (account.Gate)
        {
            switch (kind)
            {
                case PartKind.AccountRemoved:
                    Remove(account, changes);
                    break;
                case PartKind.Subscribed:
                    Subscribe(account, ref reader, changes);
                    break;
                case PartKind.MailboxCreated:
                    CreateMailbox(account, ref reader, changes);
                    break;
                default:
                    MailboxState mailbox = account.Mailboxes.FindOrRecover(reader.ReadInt32());
                    mailboxes.Apply(kind, mailbox, ref reader, recordBodies, changes);
                    break;
            }

            if (changes is { Apart: true })
            {
                changes.Flush();
            }
        }
    }

    private void Remove(AccountState account, MailboxChanges? changes)
    {
        foreach (MailboxState mailbox in account.Mailboxes.All)
        {
            changes?.Add(mailbox, MailboxChangeKind.Deleted, account.HighestModSeq);
            mailboxes.RemoveBodies(mailbox);
        }

        accounts.Remove(account);
    }

    private static void Subscribe(AccountState account, ref PartReader reader, MailboxChanges? changes)
    {
        bool value = reader.ReadNumber() != 0;
        string name = reader.ReadText();
        account.SetSubscribed(name, value);
        if (account.Mailboxes.Find(name) is { } mailbox)
        {
            changes?.Add(mailbox, MailboxChangeKind.Subscribed, mailbox.HighestModSeq);
        }
    }

    private void CreateMailbox(AccountState account, ref PartReader reader, MailboxChanges? changes)
    {
        int number = reader.ReadInt32();
        ulong modSeq = (ulong)reader.ReadNumber();
        uint validity = reader.ReadUInt32();
        SpecialUse use = (SpecialUse)reader.ReadNumber();
        MailboxState mailbox = account.Mailboxes.Create(number, validity, use, reader.ReadText());
        accounts.ReserveUidValidity(validity);
        account.AdvanceModSeq(modSeq);
        changes?.Add(mailbox, MailboxChangeKind.Created, modSeq);
    }
}

using System.Globalization;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Tests.Storage;

/// <summary>Everything that the accounts, mailboxes and the queue of a store hold, as one text.</summary>
internal static class StoreDescription
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static async Task<string> OfAsync(TestStore store)
    {
        StringBuilder text = new();
        await foreach (AccountRecord account in store.Directory.Accounts.ListAsync(null, None))
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{account.Id} {account.Address} {await store.Mailboxes.GetUsageAsync(account.Id, None)}");
            text.AppendLine(string.Join(",", await store.Mailboxes.ListSubscriptionsAsync(account.Id, None)));
            foreach (MailboxInfo mailbox in await store.Mailboxes.ListAsync(account.Id, None))
            {
                string keywords = string.Join(",", mailbox.Keywords);
                text.AppendLine(CultureInfo.InvariantCulture, $"{mailbox} {keywords}");
                foreach (MessageInfo message in await store.MessagesAsync(mailbox.Id))
                {
                    using MessageContent content =
                        await store.Mailboxes.OpenMessageAsync(mailbox.Id, message.Uid, None);
                    string structure = Convert.ToHexString(content.Structure.Span);
                    string body = Convert.ToHexString(await store.ReadAsync(mailbox.Id, message.Uid));
                    text.AppendLine(CultureInfo.InvariantCulture, $"{message} {structure} {body}");
                }
            }
        }

        await foreach (QueueItem item in store.Queue.ListAsync(None))
        {
            using MessageContent content = await store.Queue.OpenMessageAsync(item.Id, None);
            byte[] bytes = new byte[content.Length];
            await content.ReadAsync(0, bytes, None);
            string recipients = string.Join(",", item.Recipients);
            string structure = Convert.ToHexString(content.Structure.Span);
            string body = Convert.ToHexString(bytes);
            text.AppendLine(
                CultureInfo.InvariantCulture, $"{item with { Recipients = [] }} {recipients} {structure} {body}");
        }

        return text.ToString();
    }
}

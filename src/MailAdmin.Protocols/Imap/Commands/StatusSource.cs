using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>Where the counts of STATUS come from.</summary>
internal sealed record StatusSource(MailboxInfo Info, ReadOnlyMemory<MessageInfo> Messages, long AppendLimit)
{
    public long Count(Func<MessageInfo, bool> condition) => Sum(message => condition(message) ? 1 : 0);

    public long Sum(Func<MessageInfo, long> value)
    {
        long sum = 0;
        foreach (ref readonly MessageInfo message in Messages.Span)
        {
            sum += value(message);
        }

        return sum;
    }
}

using MailAdmin.Contracts;

namespace MailAdmin.Tests.Storage;

/// <summary>Queue items for tests.</summary>
internal static class QueueItems
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An item with one recipient and nothing more than it must have.</summary>
    public static QueueItem For(string recipient) => new()
    {
        ReversePath = EmailAddress.Parse("ann@example.test"),
        Domain = EmailAddress.Parse(recipient).Domain,
        Recipients = [new QueueRecipient { Address = EmailAddress.Parse(recipient) }],
        Queued = Noon,
        Expires = Noon.AddDays(5),
        NextAttempt = Noon,
    };
}

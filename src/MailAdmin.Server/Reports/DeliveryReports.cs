using System.Globalization;
using System.Security.Cryptography;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Reports;

/// <summary>
/// Composes delivery status notifications for the queue, also those for senders of this server: a report must not fail
/// because a mailbox is full, and the change that it reports must not fail with it. RFC 3461 §5, §6
/// </summary>
internal sealed class DeliveryReports(IMailStorage storage, TimeProvider timeProvider) : IDeliveryReports
{
    private const int IdBytes = 8;

    public async ValueTask<PlannedMail?> PlanAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        // A failed report is never reported. RFC 3461 §6.1
        if (request.ReversePath is not { } sender)
        {
            return null;
        }

        RecipientResult[] results = [.. request.Results.Where(IsWanted)];
        if (results.Length == 0)
        {
            return null;
        }

        StoreSettings settings = await storage.Directory.GetSettingsAsync(cancellationToken);
        MessageSpool spool = storage.Mailboxes.CreateSpool();
        try
        {
            using MessageContent content = await request.OpenMessageAsync(cancellationToken);
            OriginalMessage original = await OriginalMessage.ReadAsync(content, request.Subject, cancellationToken);
            DateTimeOffset now = timeProvider.GetUtcNow();
            ReportMessage report = new(request, results, original, content, settings.HostName, NewId(now), now);
            await report.WriteAsync(spool, cancellationToken);
            await spool.CompleteAsync(cancellationToken);
            MessageOptions options = new()
            {
                UsesUtf8 = report.IsUtf8,
                Body = report.IsEightBit ? BodyType.EightBitMime : BodyType.SevenBit,
            };
            QueueItem item = ServerMail.ItemFor(sender, options, report.MessageId, report.Subject, settings, now);
            return new PlannedMail(spool) { Additions = [new NewQueueItem(new NewMessage(spool, default, now), item)] };
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    // RFC 3461 §4.1: without NOTIFY failures are reported, and delays may be.
    private static bool IsWanted(RecipientResult result)
    {
        DsnNotify notify = result.Recipient.Notify;
        return result.Action switch
        {
            DeliveryAction.Failed => notify == DsnNotify.NotGiven || notify.HasFlag(DsnNotify.Failure),
            DeliveryAction.Delayed => notify == DsnNotify.NotGiven || notify.HasFlag(DsnNotify.Delay),
            _ => notify.HasFlag(DsnNotify.Success),
        };
    }

    private static string NewId(DateTimeOffset now)
    {
        string random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        return string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():x}.{random}");
    }
}

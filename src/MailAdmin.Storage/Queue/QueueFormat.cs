using MailAdmin.Contracts;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Queue;

/// <summary>
/// Writes and reads envelopes and states of queue items; <see cref="PartKind.QueueAdded"/> describes their fields.
/// Times are UTC. Texts that other servers and senders chose are cut to a length here.
/// </summary>
internal static class QueueFormat
{
    private const int MaxText = 1_000;
    private const int MaxSubject = 200;
    private const int UsesUtf8 = 1;
    private const int RequiresTls = 2;
    private const int ReturnsThen = 4;
    private const int WantsTrace = 8;
    private const int Suspended = 1;
    private const int DelayReported = 2;
    private const byte Known = 2;

    public static void WriteEnvelope(RecordBuffer buffer, QueueItem item)
    {
        MessageOptions options = item.Options;
        WriteTime(buffer, item.Queued);
        buffer.WriteNumber(item.Account is { } account ? account.Value + 1 : 0);
        buffer.WriteText(item.ReversePath?.ToString() ?? "");
        buffer.WriteNumber(
            (options.UsesUtf8 ? UsesUtf8 : 0)
            | (options.RequiresTls ? RequiresTls : 0)
            | (options.DeliverBy is { ReturnsThen: true } ? ReturnsThen : 0)
            | (options.DeliverBy is { WantsTrace: true } ? WantsTrace : 0));
        buffer.WriteNumber((long)options.Body);
        buffer.WriteNumber((long)options.Return);
        WriteOptional(buffer, options.EnvelopeId);
        WriteTime(buffer, options.HoldUntil);
        WriteTime(buffer, options.DeliverBy?.Deadline);
        WriteOptional(buffer, item.MessageId);
        WriteOptional(buffer, item.Subject, MaxSubject);
        buffer.WriteNumber(item.Recipients.Count);
        foreach (QueueRecipient recipient in item.Recipients)
        {
            buffer.WriteText(recipient.Address.ToString());
            buffer.WriteNumber((long)recipient.Notify);
            WriteOptional(buffer, recipient.OriginalRecipient);
        }
    }

    public static void WriteState(RecordBuffer buffer, QueueItem item)
    {
        buffer.WriteNumber((item.Suspended ? Suspended : 0) | (item.DelayReported ? DelayReported : 0));
        WriteTime(buffer, item.NextAttempt);
        WriteTime(buffer, item.Expires);
        buffer.WriteNumber(item.Attempts);
        WriteTime(buffer, item.LastAttempt);
        WriteOptional(buffer, item.LastError);
        WriteOptional(buffer, item.StatusCode);
        WriteOptional(buffer, item.NextHop);
        foreach (QueueRecipient recipient in item.Recipients)
        {
            buffer.WriteNumber((long)recipient.State);
            WriteOptional(buffer, recipient.StatusCode, MaxText, item.StatusCode);
            WriteOptional(buffer, recipient.LastReply, MaxText, item.LastError);
        }
    }

    /// <summary>When an item is tried next, and whether it waits until an administrator resumes it.</summary>
    public static (DateTimeOffset NextAttempt, bool IsSuspended) ReadSchedule(ReadOnlySpan<byte> state)
    {
        PartReader reader = new(state);
        bool suspended = (reader.ReadNumber() & Suspended) != 0;
        return (ReadTime(ref reader), suspended);
    }

    /// <summary>The whole item.</summary>
    public static QueueItem Read(QueueEntry entry) => Read(entry, entry.State);

    /// <summary>The whole item in another state.</summary>
    public static QueueItem Read(QueueEntry entry, ReadOnlySpan<byte> newState)
    {
        PartReader envelope = new(entry.Envelope);
        PartReader state = new(newState);
        DateTimeOffset queued = ReadTime(ref envelope);
        long account = envelope.ReadNumber();
        string reversePath = envelope.ReadText();
        MessageOptions options = ReadOptions(ref envelope);
        string? messageId = ReadOptional(ref envelope);
        string? subject = ReadOptional(ref envelope);
        int flags = state.ReadInt32();
        string? lastError;
        string? statusCode;
        return new QueueItem
        {
            Id = entry.Id,
            Domain = entry.Domain,
            SenderDomain = entry.SenderDomain,
            Size = entry.Body.Size,
            Queued = queued,
            Account = account == 0 ? null : new AccountId(account - 1),
            ReversePath = reversePath.Length == 0 ? null : EmailAddress.Parse(reversePath),
            Options = options,
            MessageId = messageId,
            Subject = subject,
            Suspended = (flags & Suspended) != 0,
            DelayReported = (flags & DelayReported) != 0,
            NextAttempt = ReadTime(ref state),
            Expires = ReadTime(ref state),
            Attempts = state.ReadInt32(),
            LastAttempt = ReadOptionalTime(ref state),
            LastError = lastError = ReadOptional(ref state),
            StatusCode = statusCode = ReadOptional(ref state),
            NextHop = ReadOptional(ref state),
            Recipients = ReadRecipients(ref envelope, ref state, lastError, statusCode),
        };
    }

    private static MessageOptions ReadOptions(ref PartReader envelope)
    {
        int flags = envelope.ReadInt32();
        MessageOptions options = new()
        {
            UsesUtf8 = (flags & UsesUtf8) != 0,
            RequiresTls = (flags & RequiresTls) != 0,
            Body = (BodyType)envelope.ReadInt32(),
            Return = (DsnReturn)envelope.ReadInt32(),
            EnvelopeId = ReadOptional(ref envelope),
            HoldUntil = ReadOptionalTime(ref envelope),
        };
        return ReadOptionalTime(ref envelope) is { } deadline
            ? options with { DeliverBy = new(deadline, (flags & ReturnsThen) != 0, (flags & WantsTrace) != 0) }
            : options;
    }

    private static QueueRecipient[] ReadRecipients(
        ref PartReader envelope, ref PartReader state, string? lastError, string? statusCode)
    {
        QueueRecipient[] recipients = new QueueRecipient[envelope.ReadInt32()];
        for (int i = 0; i < recipients.Length; i++)
        {
            recipients[i] = new QueueRecipient
            {
                Address = EmailAddress.Parse(envelope.ReadText()),
                Notify = (DsnNotify)envelope.ReadInt32(),
                OriginalRecipient = ReadOptional(ref envelope),
                State = (QueueRecipientState)state.ReadInt32(),
                StatusCode = ReadOptional(ref state, statusCode),
                LastReply = ReadOptional(ref state, lastError),
            };
        }

        return recipients;
    }

    private static void WriteTime(RecordBuffer buffer, DateTimeOffset? time) =>
        buffer.WriteNumber(time?.UtcTicks ?? 0);

    private static DateTimeOffset ReadTime(ref PartReader reader) => new(reader.ReadNumber(), TimeSpan.Zero);

    private static DateTimeOffset? ReadOptionalTime(ref PartReader reader)
    {
        long ticks = reader.ReadNumber();
        return ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    // A text that is the same for all recipients is stored once.
    private static void WriteOptional(RecordBuffer buffer, string? text, int maxLength = MaxText, string? known = null)
    {
        if (text is null)
        {
            buffer.WriteByte(0);
        }
        else if (text == known)
        {
            buffer.WriteByte(Known);
        }
        else
        {
            buffer.WriteByte(1);
            buffer.WriteText(BoundedText.Cut(text, maxLength));
        }
    }

    private static string? ReadOptional(ref PartReader reader, string? known = null) => reader.ReadByte() switch
    {
        0 => null,
        Known => known,
        _ => reader.ReadText(),
    };
}

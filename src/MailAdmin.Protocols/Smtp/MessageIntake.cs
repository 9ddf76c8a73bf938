using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Smtp;

/// <summary>Takes the content of a message as it streams in: checks it and puts it into the store's spool.</summary>
/// <remarks>
/// Invariant: it never throws for what the client sends, so that the end of the message is found whatever is in it; the
/// first fault is kept, and from then on octets are only counted.
/// </remarks>
internal sealed class MessageIntake(MessageSpool spool, ServerLimits limits, Func<HeaderScanner, string>? missingFields) : IAsyncDisposable
{
    private HeaderScanner header = new();
    private TextCheck text;
    private long size;

    /// <summary>Why the message is refused; null: it is not, so far.</summary>
    public SmtpReply? Refusal { get; private set; }

    /// <summary>The id that it is given.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is.</summary>
    public MessageSpool Spool => spool;

    /// <summary>Writes the trace fields, which come first.</summary>
    public ValueTask BeginAsync(string trace, CancellationToken cancellationToken) =>
        PutAsync(Encoding.UTF8.GetBytes(trace), cancellationToken);

    /// <summary>Takes octets.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        size += content.Length;
        if (Refusal is not null || content.IsEmpty)
        {
            return;
        }

        Refusal = Check(content.Span);
        if (Refusal is not null)
        {
            return;
        }

        if (!header.HasEnded)
        {
            int end = header.Add(content.Span);
            Refusal = header.Received > limits.ReceivedFields ? SmtpErrors.For(MailError.RoutingLoop) : null;
            if (end >= 0 && missingFields?.Invoke(header) is { Length: > 0 } missing)
            {
                await PutAsync(content[..end], cancellationToken).ConfigureAwait(false);
                await PutAsync(Encoding.ASCII.GetBytes(missing), cancellationToken).ConfigureAwait(false);
                content = content[end..];
            }
        }

        await PutAsync(content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Nothing follows.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        text.End();
        Refusal ??= text.HasBareLineBreak ? SmtpReplies.BareLineBreakInMessage : null;
        if (Refusal is null)
        {
            await spool.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => spool.DisposeAsync();

    private SmtpReply? Check(ReadOnlySpan<byte> content)
    {
        if (size > limits.MessageSize)
        {
            return SmtpErrors.For(MailError.MessageTooLarge);
        }

        text.Add(content);
        return text.HasNul ? SmtpReplies.NulInMessage : text.HasBareLineBreak ? SmtpReplies.BareLineBreakInMessage : null;
    }

    private async ValueTask PutAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        try
        {
            await spool.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException failure)
        {
            Refusal ??= SmtpErrors.For(failure.Error);
        }
    }
}

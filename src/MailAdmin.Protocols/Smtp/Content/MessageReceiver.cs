using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>
/// Receives the content of a message as it arrives: checks it, completes its header and writes it to the store's spool.
/// </summary>
/// <remarks>
/// Invariant: it never throws because of the content, so that the end of the message is found whatever is in it; the
/// first fault is kept, and from then on bytes are only counted.
/// </remarks>
internal sealed class MessageReceiver(MessageSpool spool, ServerLimits limits) : IAsyncDisposable
{
    private TextCheck text;
    private TextCheck body;
    private MessageSpool spool = spool;
    private long size;
    private bool isConverted;

    /// <summary>Why the message is refused, or null as long as it is not.</summary>
    public SmtpReply? Refusal { get; private set; }

    /// <summary>The id of the message.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Writes the fields that are added at the end of a header, when it is known: those that it lacks (RFC 6409 §8),
    /// or what is to be said of it. Null: none.
    /// </summary>
    public Func<HeaderScanner, CancellationToken, ValueTask<string>>? LastFields { get; init; }

    /// <summary>Removes Bcc, or null to keep it.</summary>
    public BccFilter? Filter { get; init; }

    /// <summary>Whether its body may be any bytes. RFC 3030 §3</summary>
    public bool IsBinary { get; init; }

    /// <summary>Whether the body is in fact binary: it has bare CR or LF, or NUL.</summary>
    public bool HasBinaryBody => !isConverted && (body.HasNul || body.HasBareLineBreak);

    /// <summary>The header so far.</summary>
    public HeaderScanner Header { get; } = new();

    /// <summary>Where the message is stored.</summary>
    public MessageSpool Spool => spool;

    /// <summary>Writes the trace fields, which come first.</summary>
    public ValueTask BeginAsync(string trace, CancellationToken cancellationToken) =>
        PutAsync(Encoding.UTF8.GetBytes(trace), cancellationToken);

    /// <summary>Receives bytes.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        size += content.Length;
        if (Refusal is not null || content.IsEmpty)
        {
            return;
        }

        bool inHeader = !Header.HasEnded;
        int end = inHeader ? Header.Add(content.Span) : 0;
        int headerLength = end < 0 ? content.Length : end;
        Refusal = Check(content.Span, headerLength);
        if (Refusal is not null)
        {
            return;
        }

        if (inHeader)
        {
            await PutHeaderAsync(content[..headerLength], cancellationToken);
            if (Header.HasEnded)
            {
                await FinishHeaderAsync(cancellationToken);
            }
        }

        await PutAsync(content[headerLength..], cancellationToken);
    }

    /// <summary>Ends the message.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        text.End();
        body.End();
        Refusal ??= text.HasBareLineBreak ? SmtpReplies.BareLineBreakInMessage : null;
        if (Refusal is null)
        {
            if (!Header.HasEnded)
            {
                await FinishHeaderAsync(cancellationToken);
            }

            await spool.CompleteAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Rewrites a message that has ended and has a binary body, so that a mailbox can hold it; returns false when that
    /// cannot be done.
    /// </summary>
    /// <param name="target">Where it is rewritten to; it is the spool from then on.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException">The store cannot hold it.</exception>
    public async ValueTask<bool> ConvertAsync(MessageSpool target, CancellationToken cancellationToken)
    {
        MessageSpool original = spool;
        spool = target;
        await using (original)
        {
            using MessageContent content = original.OpenContent();
            StructureView structure = await MessageStructure.OpenAsync(content, limits, cancellationToken);
            isConverted = await new BinaryConversion(content, target).WriteAsync(structure, cancellationToken);
        }

        if (isConverted)
        {
            await target.CompleteAsync(cancellationToken);
        }

        return isConverted;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => spool.DisposeAsync();

    private SmtpReply? Check(ReadOnlySpan<byte> content, int headerLength)
    {
        if (size > limits.MessageSize)
        {
            return SmtpErrors.For(MailError.MessageTooLarge);
        }

        text.Add(IsBinary ? content[..headerLength] : content);
        body.Add(IsBinary ? content[headerLength..] : default);
        return text.HasNul ? SmtpReplies.NulInMessage
            : text.HasBareLineBreak ? SmtpReplies.BareLineBreakInMessage
            : Header.Received > limits.ReceivedFields ? SmtpErrors.For(MailError.RoutingLoop)
            : Header.IsTooLarge ? SmtpReplies.HeaderTooLarge
            : null;
    }

    private ValueTask PutHeaderAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        PutAsync(Filter is null ? bytes : Filter.Filter(bytes.Span), cancellationToken);

    // Fields can only follow a line that has ended; that of a message without a body need not have.
    private async ValueTask FinishHeaderAsync(CancellationToken cancellationToken)
    {
        if (Filter is not null)
        {
            await PutAsync(Filter.Finish(), cancellationToken);
        }

        if (LastFields is not null && await LastFields(Header, cancellationToken) is { Length: > 0 } fields)
        {
            await PutAsync(
                Encoding.ASCII.GetBytes(Header.IsAtLineStart ? fields : "\r\n" + fields), cancellationToken);
        }
    }

    private async ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        try
        {
            await spool.WriteAsync(bytes, cancellationToken);
        }
        catch (MailException failure)
        {
            Refusal ??= SmtpErrors.For(failure.Error);
        }
    }
}

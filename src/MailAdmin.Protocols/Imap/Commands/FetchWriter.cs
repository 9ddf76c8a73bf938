using System.Buffers;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Tracing;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>
/// Writes FETCH responses. RFC 9051 §7.5.2. A message that cannot be read, or that another session has removed, is left
/// out and the rest continues; memory does not grow with the messages, because output is flushed in pieces.
/// </summary>
internal sealed class FetchWriter(ImapSession session, SelectedMailbox selected, FetchPlan plan)
{
    private const int Piece = 16_384;
    private const int DateTimeLength = 26;

    private readonly ResponseWriter responses = session.Responses;
    private bool isFirst;
    private int readTexts;

    /// <summary>Why a message was left out, or null when none was.</summary>
    public MailError? Failure { get; private set; }

    /// <summary>Writes the responses of a range of indexes.</summary>
    public async ValueTask WriteAsync(int start, int end, CancellationToken cancellationToken)
    {
        UpdateWriter.WriteNewKeywords(selected, responses);

        for (int i = start; i < end; i++)
        {
            if (!plan.NeedsContent)
            {
                WriteStart(i);
                WriteEnd(i);
            }
            else
            {
                await WriteWithContentAsync(i, cancellationToken);
            }

            if (responses.Unsent > ImapSession.FlushAmount)
            {
                await responses.FlushAsync(cancellationToken);
            }
        }
    }

    private async ValueTask WriteWithContentAsync(int index, CancellationToken cancellationToken)
    {
        long mark = responses.Mark();
        try
        {
            using MessageContent content =
                await session.Mailboxes.OpenMessageAsync(selected.Id, selected.Messages[index].Uid, cancellationToken);
            StructureView structure = plan.NeedsStructure
                ? await MessageStructure.OpenAsync(content, session.Limits, cancellationToken)
                : default;
            WriteStart(index);
            foreach (FetchItem item in plan.Items)
            {
                if (item.Kind >= FetchKind.Envelope)
                {
                    await WriteContentItemAsync(item, content, structure, cancellationToken);
                }
            }

            WriteEnd(index);
            if (plan.ReadsText && ++readTexts <= MessageTrace.MaxPerOperation)
            {
                session.Trace.RecordRetrieved(selected.Id, selected.Info.Name, selected.Messages[index].Uid);
            }
        }
        catch (Exception unreadable) when (
            unreadable is not (IOException or OperationCanceledException or TimeoutException))
        {
            // Half a response cannot be followed by anything that the client would understand.
            if (!responses.TryUndo(mark))
            {
                throw new IOException("A message could not be read to its end.", unreadable);
            }

            Note(unreadable);
        }
    }

    // A fault of ours in one message hides the others no more than damage of the store does.
    private void Note(Exception unreadable)
    {
        MailError cause = (unreadable as MailException)?.Error ?? MailError.InternalError;
        if (cause != MailError.MessageNotFound)
        {
            ImapLog.MessageUnreadable(session.Logger, session.Context.Id, unreadable);
            Failure = cause;
        }

        Failure ??= cause;
    }

    // "* " seq " FETCH (" and what is known without the message.
    private void WriteStart(int index)
    {
        MessageInfo message = selected.Messages[index];
        isFirst = true;
        responses.Write("* "u8);
        responses.WriteNumber(index + 1);
        responses.Write(" FETCH ("u8);
        foreach (FetchItem item in plan.Items)
        {
            switch (item.Kind)
            {
                case FetchKind.Uid:
                    WriteName("UID "u8);
                    responses.WriteNumber(message.Uid.Value);
                    break;
                case FetchKind.Flags:
                    WriteFlags(index, message.Flags);
                    break;
                case FetchKind.InternalDate:
                    WriteName("INTERNALDATE \""u8);
                    DateSyntax.WriteDateTime(responses.GetSpan(DateTimeLength), message.InternalDate);
                    responses.Advance(DateTimeLength);
                    responses.WriteByte('"');
                    break;
                case FetchKind.Size:
                    WriteName("RFC822.SIZE "u8);
                    responses.WriteNumber(message.Size);
                    break;
                default:
                    break;
            }
        }

        // Flags that changed belong into the response that is written anyway.
        if (!plan.HasFlags && selected.Messages.IsStale(index))
        {
            WriteFlags(index, message.Flags);
        }
    }

    private void WriteFlags(int index, FlagSet flags)
    {
        WriteName("FLAGS "u8);
        FlagWriter.Write(responses, flags, selected.Keywords, selected.Messages.IsRecent(index));
    }

    private void WriteEnd(int index)
    {
        responses.Write(")\r\n"u8);
        selected.Messages.MarkReported(index);
    }

    private void WriteName(ReadOnlySpan<byte> name)
    {
        if (!isFirst)
        {
            responses.WriteByte(' ');
        }

        isFirst = false;
        responses.Write(name);
    }

    private ValueTask WriteContentItemAsync(
        FetchItem item, MessageContent content, StructureView structure, CancellationToken cancellationToken)
    {
        switch (item.Kind)
        {
            case FetchKind.Envelope:
                WriteName("ENVELOPE "u8);
                responses.Write(structure.Envelope.Span);
                return ValueTask.CompletedTask;
            case FetchKind.Body:
                WriteName("BODY "u8);
                responses.Write(structure.Body.Span);
                return ValueTask.CompletedTask;
            case FetchKind.BodyStructure:
                WriteName("BODYSTRUCTURE "u8);
                responses.Write(structure.BodyStructure.Span);
                return ValueTask.CompletedTask;
            default:
                return WriteSectionAsync(item.Section!, content, structure, cancellationToken);
        }
    }

    private async ValueTask WriteSectionAsync(
        FetchSection section, MessageContent content, StructureView structure, CancellationToken cancellationToken)
    {
        WriteName(section.Label);
        responses.WriteByte(' ');
        ByteRange range = new(0, content.Length);
        if (!section.IsWholeMessage && !structure.TryLocate(section.Path, section.Part, out range))
        {
            responses.Write("NIL"u8);
            return;
        }

        if (section.Fields is not null)
        {
            await WriteFieldsAsync(section, range, content, cancellationToken);
            return;
        }

        range = section.Clip(range);
        responses.WriteLiteralHeader(range.Length);
        await CopyAsync(content, range, cancellationToken);
    }

    private async ValueTask WriteFieldsAsync(
        FetchSection section, ByteRange header, MessageContent content, CancellationToken cancellationToken)
    {
        var fields = new ArrayBufferWriter<byte>();
        await HeaderFields.WriteSelectedAsync(
            content, header, section.Fields!, section.IsExcept, fields, cancellationToken);
        ByteRange wanted = section.Clip(new ByteRange(0, fields.WrittenCount));
        responses.WriteLiteralHeader(wanted.Length);
        responses.Write(fields.WrittenSpan.Slice((int)wanted.Offset, (int)wanted.Length));
    }

    private async ValueTask CopyAsync(MessageContent content, ByteRange range, CancellationToken cancellationToken)
    {
        long offset = range.Offset;
        while (offset < range.End)
        {
            int wanted = (int)Math.Min(range.End - offset, Piece);
            Memory<byte> space = responses.GetMemory(wanted);
            int count = await content.ReadAsync(offset, space[..wanted], cancellationToken);
            if (count <= 0)
            {
                throw MailException.Of(MailError.StoreFailed.As("Truncated"));
            }

            responses.Advance(count);
            offset += count;
            if (offset < range.End && responses.Unsent > ImapSession.FlushAmount)
            {
                await responses.FlushAsync(cancellationToken);
            }
        }
    }
}

using System.Buffers.Binary;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>As much of a message as people recognise it by. It is stored with the structure.</summary>
/// <param name="MessageId">The Message-ID field, without angle brackets, or null when there is none.</param>
/// <param name="Subject">The subject, decoded and cut, or null when there is none.</param>
public sealed record MessageSummary(string? MessageId, string? Subject)
{
    private const int MaxSubject = 200;

    // RFC 5322 §2.1.1: a line has at most 998 characters.
    private const int MaxMessageId = 998;

    /// <summary>Nothing is known.</summary>
    public static MessageSummary None { get; } = new(null, null);

    /// <summary>The summary that a structure holds; <see cref="None"/> when it holds none.</summary>
    public static MessageSummary Of(ReadOnlyMemory<byte> structure) =>
        StructureFormat.IsValid(structure.Span) ? new StructureView(structure).Summary ?? None : None;

    /// <summary>
    /// The summary that is stored with a message, or one that is derived now when the message is older.
    /// </summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static async ValueTask<MessageSummary> ReadAsync(
        MessageContent content, ServerLimits limits, CancellationToken cancellationToken)
    {
        StructureView view = await MessageStructure.OpenAsync(content, limits, cancellationToken);
        return view.Summary ?? Of(await MessageStructure.DeriveAsync(content, limits, cancellationToken));
    }

    /// <summary>The text of a field as lists show it: one line, trimmed and cut.</summary>
    internal static string Shown(string text) => Cut(text.Trim(), MaxSubject);

    /// <summary>Reads the fields of a message.</summary>
    internal static MessageSummary Read(MimePart message, HeaderCapture capture)
    {
        int subject = capture.Find(KnownField.Subject, message.FirstField, message.EndField);
        int messageId = capture.Find(KnownField.MessageId, message.FirstField, message.EndField);
        string id = messageId < 0
            ? ""
            : Cut(Encoding.UTF8.GetString(capture.Value(messageId)).Trim(' ', '\t', '<', '>'), MaxMessageId);
        return new MessageSummary(
            id.Length == 0 ? null : id,
            subject < 0 ? null : Shown(FieldText.Decode(capture.Value(subject))));
    }

    /// <summary>Reads the end of a structure.</summary>
    internal static MessageSummary ReadFrom(ReadOnlySpan<byte> structure)
    {
        (int subject, int messageId) = StructureFormat.ReadSummaryLengths(structure);
        ReadOnlySpan<byte> texts = structure[..^StructureFormat.SummaryLengthsSize];
        return new MessageSummary(
            messageId < 0 ? null : Encoding.UTF8.GetString(texts[^messageId..]),
            subject < 0 ? null : Encoding.UTF8.GetString(texts[..^Math.Max(messageId, 0)][^subject..]));
    }

    /// <summary>Writes the end of a structure.</summary>
    internal void Write(WireWriter output)
    {
        Span<byte> lengths = stackalloc byte[StructureFormat.SummaryLengthsSize];
        BinaryPrimitives.WriteUInt16LittleEndian(lengths, WriteText(Subject, output));
        BinaryPrimitives.WriteUInt16LittleEndian(lengths[sizeof(ushort)..], WriteText(MessageId, output));
        output.Raw(lengths);
    }

    private static ushort WriteText(string? text, WireWriter output)
    {
        if (text is null)
        {
            return StructureFormat.NoSummaryText;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        output.Raw(bytes);
        return (ushort)bytes.Length;
    }

    // It is shown to administrators, so nothing that a terminal obeys may be in it.
    private static string Cut(string text, int length)
    {
        string shown = text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
        return shown.Length <= length
            ? shown
            : shown[..(char.IsHighSurrogate(shown[length - 1]) ? length - 1 : length)];
    }
}

using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>What an administrator sees of a message in a list.</summary>
/// <param name="From">The From field, decoded and cut, or null when there is none.</param>
/// <param name="Summary">Subject and Message-ID.</param>
public sealed record MessageFields(string? From, MessageSummary Summary)
{
    /// <summary>Nothing is known.</summary>
    public static MessageFields None { get; } = new(null, MessageSummary.None);

    /// <summary>Reads the fields of an open message.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static async ValueTask<MessageFields> ReadAsync(
        MessageContent content, StructureView structure, ServerLimits limits, CancellationToken cancellationToken)
    {
        FirstField from = new("From");
        await HeaderScan.VisitAsync(content, structure.Part(0).Header, from, cancellationToken);
        MessageSummary summary =
            structure.Summary ?? await MessageSummary.ReadAsync(content, limits, cancellationToken);
        return new MessageFields(from.Value, summary);
    }
}

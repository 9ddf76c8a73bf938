using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// What the keys of one search look for in the content of messages. RFC 9051 §6.4.4. The header of a message is read,
/// and its text decoded, once for all keys, and only when a key asks.
/// </summary>
public sealed class ContentSearch
{
    private readonly TextTargets texts = new();
    private readonly FieldTargets fields = new();
    private readonly Func<CancellationToken, ValueTask> pause;
    private MessageContent? message;
    private StructureView structure;
    private bool isHeaderRead;
    private bool isTextRead;

    /// <param name="pause">Called between the pieces of a message: may wait, or throw to end the search.</param>
    public ContentSearch(Func<CancellationToken, ValueTask> pause)
    {
        this.pause = pause;
    }

    /// <summary>Adds a text of BODY or TEXT and returns its number.</summary>
    public int AddText(SearchText text, bool inHeaders) => texts.Add(text, inHeaders);

    /// <summary>Adds a text of HEADER or SUBJECT and returns its number.</summary>
    public int AddField(string name, SearchText text) => fields.Add(name, text, inAddresses: false);

    /// <summary>Adds a text of FROM, TO, CC or BCC and returns its number.</summary>
    public int AddAddress(string name, SearchText text) => fields.Add(name, text, inAddresses: true);

    /// <summary>Begins with a message, which stays open until the next one.</summary>
    public void Begin(MessageContent content, StructureView contentStructure)
    {
        message = content;
        structure = contentStructure;
        isHeaderRead = isTextRead = false;
    }

    /// <summary>Whether the message has a text that was added with <see cref="AddText"/>.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public async ValueTask<bool> HasTextAsync(int number, CancellationToken cancellationToken)
    {
        if (!isTextRead)
        {
            texts.Reset();
            await new TextScan(message!, structure, texts, pause).RunAsync(cancellationToken);
            isTextRead = true;
        }

        return texts.IsFound(number);
    }

    /// <summary>
    /// Whether the message has a text that was added with <see cref="AddField"/> or <see cref="AddAddress"/>.
    /// </summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public ValueTask<bool> HasFieldAsync(int number, CancellationToken cancellationToken) =>
        fields.Evaluate(number, structure) is { } known
            ? ValueTask.FromResult(known)
            : ReadHeaderAsync(number, cancellationToken);

    private async ValueTask<bool> ReadHeaderAsync(int number, CancellationToken cancellationToken)
    {
        if (!isHeaderRead)
        {
            fields.Reset();
            await HeaderScan.VisitAsync(message!, structure.Part(0).Header, fields, cancellationToken);
            isHeaderRead = true;
            await pause(cancellationToken);
        }

        return fields.IsFound(number);
    }
}

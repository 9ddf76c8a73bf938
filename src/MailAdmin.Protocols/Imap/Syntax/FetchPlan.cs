using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>What FETCH does for every message, determined once.</summary>
internal sealed class FetchPlan(IReadOnlyList<FetchItem> items)
{
    /// <summary>The items in the order in which they are answered.</summary>
    public IReadOnlyList<FetchItem> Items { get; } = items;

    /// <summary>Whether the flags are requested.</summary>
    public bool HasFlags { get; } = items.Any(item => item.Kind == FetchKind.Flags);

    /// <summary>Whether the message must be opened.</summary>
    public bool NeedsContent { get; } = items.Any(item => item.Kind >= FetchKind.Envelope);

    /// <summary>Whether what was derived from the message is needed.</summary>
    public bool NeedsStructure { get; } =
        items.Any(item => item.Kind >= FetchKind.Envelope && item.Section is not { IsWholeMessage: true });

    /// <summary>Whether messages count as read afterwards.</summary>
    public bool SetsSeen { get; } = items.Any(item => item.Section is { SetsSeen: true });

    /// <summary>Whether the message, or its text, is read.</summary>
    public bool ReadsText { get; } =
        items.Any(item => item.Section is { Path.Length: 0, Part: SectionPart.Content or SectionPart.Text });

    /// <summary>The same with UID, which every response to a UID command has. RFC 9051 §6.4.9</summary>
    public FetchPlan WithUid() =>
        Items.Any(item => item.Kind == FetchKind.Uid) ? this : new FetchPlan([new FetchItem(FetchKind.Uid), .. Items]);
}

using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>How an expansion came to an address.</summary>
internal sealed class ExpansionPath
{
    // Deeper than anybody nests aliases on purpose; it bounds the stack.
    private const int MaxDepth = 50;

    private readonly HashSet<string> visited;
    private readonly int depth;

    private ExpansionPath(HashSet<string> visited, int depth)
    {
        this.visited = visited;
        this.depth = depth;
    }

    /// <summary>The local address that leads there; null: it is the recipient itself.</summary>
    public EmailAddress? ForwardedBy { get; private init; }

    /// <summary>Who hears of failures in place of the sender: the owner of the outermost group on the way; null: the sender.</summary>
    public EmailAddress? ErrorsTo { get; private init; }

    /// <summary>Whether a group was on the way; its permission then decides for those within it, too.</summary>
    public bool IsWithinGroup { get; private init; }

    /// <summary>Begins at a recipient.</summary>
    public static ExpansionPath ToRecipient() => new([], 0);

    /// <summary>Begins behind an address.</summary>
    public static ExpansionPath Behind(EmailAddress address) => new([address.Canonical], 0) { ForwardedBy = address };

    /// <summary>Notes that an address is visited. False: it was before, or there are too many of them.</summary>
    public bool TryEnter(EmailAddress address, int limit) =>
        visited.Count < limit && depth < MaxDepth && visited.Add(address.Canonical);

    /// <summary>Goes on from an account or alias.</summary>
    public ExpansionPath Through(EmailAddress address) => new(visited, depth + 1)
    {
        ForwardedBy = address,
        ErrorsTo = ErrorsTo,
        IsWithinGroup = IsWithinGroup,
    };

    /// <summary>Goes on from a group.</summary>
    public ExpansionPath Through(GroupRecord group) => new(visited, depth + 1)
    {
        ForwardedBy = group.Address,
        ErrorsTo = ErrorsTo ?? (group.Owner.Count > 0 ? group.Owner[0] : null),
        IsWithinGroup = true,
    };
}

using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>The path by which an expansion reached an address.</summary>
internal sealed class ExpansionPath
{
    // Aliases are not nested deeper on purpose; the limit bounds the stack.
    private const int MaxDepth = 50;

    private readonly HashSet<string> visited;
    private readonly int depth;

    private ExpansionPath(HashSet<string> visited, int depth)
    {
        this.visited = visited;
        this.depth = depth;
    }

    /// <summary>The local address that leads there, or null for the recipient itself.</summary>
    public EmailAddress? ForwardedBy { get; private init; }

    /// <summary>
    /// Who receives reports of failure in place of the sender: the owner of the outermost group on the path; null means
    /// the sender.
    /// </summary>
    public EmailAddress? ErrorsTo { get; private init; }

    /// <summary>Whether a group is on the path; its permission then decides for the groups within it too.</summary>
    public bool IsWithinGroup { get; private init; }

    /// <summary>Starts at a recipient.</summary>
    public static ExpansionPath ToRecipient() => new([], 0);

    /// <summary>Starts behind an address.</summary>
    public static ExpansionPath Behind(EmailAddress address) => new([address.Canonical], 0) { ForwardedBy = address };

    /// <summary>
    /// Records the visit of an address. Returns false when it was visited before or the limit is reached.
    /// </summary>
    public bool TryEnter(EmailAddress address, int limit) =>
        visited.Count < limit && depth < MaxDepth && visited.Add(address.Canonical);

    /// <summary>Continues from an account or alias.</summary>
    public ExpansionPath Through(EmailAddress address) => new(visited, depth + 1)
    {
        ForwardedBy = address,
        ErrorsTo = ErrorsTo,
        IsWithinGroup = IsWithinGroup,
    };

    /// <summary>Continues from a group.</summary>
    public ExpansionPath Through(GroupRecord group) => new(visited, depth + 1)
    {
        ForwardedBy = group.Address,
        ErrorsTo = ErrorsTo ?? (group.Owner.Count > 0 ? group.Owner[0] : null),
        IsWithinGroup = true,
    };
}

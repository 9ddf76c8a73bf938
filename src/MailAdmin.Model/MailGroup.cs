namespace MailAdmin;

/// <summary>Who may send to a group.</summary>
public enum PostPermission
{
    /// <summary>Everybody.</summary>
    Anyone,

    /// <summary>Members and owners, by the account that is logged on, or else by the reverse-path.</summary>
    Members,

    /// <summary>Owners only.</summary>
    Owners,
}

/// <summary>An address whose mail is delivered to each of its members.</summary>
public sealed record MailGroup
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>The domain of the address, as A-labels.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The display name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The members, here or elsewhere.</summary>
    public IReadOnlyList<string> Member
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>The owners; the first receives the reports of copies that could not be delivered elsewhere.</summary>
    public IReadOnlyList<string> Owner
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>Who may send to it.</summary>
    public PostPermission PostPermission { get; init; }

    /// <summary>Whether the group accepts mail.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The number of members.</summary>
    public int MemberCount => Member.Count;

    /// <summary>When the group was created.</summary>
    public DateTime Created { get; init; }
}

/// <summary>One member of a group.</summary>
public sealed record MailGroupMember
{
    /// <summary>The group.</summary>
    public required string Address { get; init; }

    /// <summary>The member.</summary>
    public required string Member { get; init; }

    /// <summary>
    /// The domain of the member, as A-labels, which distinguishes members here from those elsewhere.
    /// </summary>
    public string MemberDomain { get; init; } = "";
}

namespace MailAdmin.Requests;

/// <summary>Values for a group.</summary>
public sealed record GroupProperties : IGivenValues
{
    /// <inheritdoc/>
    public required IReadOnlySet<string> Given { get; init; }

    /// <inheritdoc cref="MailGroup.DisplayName"/>
    [ShortText]
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="MailGroup.Member"/>
    public IReadOnlyList<EmailAddress> Member { get; init; } = [];

    /// <inheritdoc cref="MailGroup.Owner"/>
    public IReadOnlyList<EmailAddress> Owner { get; init; } = [];

    /// <inheritdoc cref="MailGroup.PostPermission"/>
    public PostPermission PostPermission { get; init; }

    /// <inheritdoc cref="MailGroup.Enabled"/>
    public bool Enabled { get; init; }
}

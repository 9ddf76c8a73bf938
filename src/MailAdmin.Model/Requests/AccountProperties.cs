using MailAdmin.Contracts;

namespace MailAdmin.Requests;

/// <summary>Values for an account.</summary>
public sealed record AccountProperties : IGivenValues
{
    /// <inheritdoc/>
    public required IReadOnlySet<string> Given { get; init; }

    /// <inheritdoc cref="MailAccount.DisplayName"/>
    [ShortText]
    public string? DisplayName { get; init; }

    /// <inheritdoc cref="MailAccount.Description"/>
    [ShortText]
    public string? Description { get; init; }

    /// <inheritdoc cref="MailAccount.Enabled"/>
    public bool Enabled { get; init; }

    /// <summary>The verifier of a password.</summary>
    public ScramCredential? Password { get; init; }

    /// <summary>Its own quota; null: that of the domain, or the store.</summary>
    public MailSize? Quota { get; init; }

    /// <summary>Its own warning percentages; null: those of the store.</summary>
    public IReadOnlyList<int>? QuotaWarning { get; init; }

    /// <summary>
    /// Values that were inherited where they come from: they are inherited here too when they are what is inherited.
    /// </summary>
    public InheritedValues Inherited { get; init; }

    /// <inheritdoc cref="MailAccount.Protocol"/>
    public IReadOnlyList<MailProtocol> Protocol { get; init; } = [];

    /// <inheritdoc cref="MailAccount.ForwardTo"/>
    public IReadOnlyList<EmailAddress> ForwardTo { get; init; } = [];

    /// <inheritdoc cref="MailAccount.KeepCopy"/>
    public bool KeepCopy { get; init; }

    /// <inheritdoc cref="MailAccount.SendOnly"/>
    public bool SendOnly { get; init; }

    /// <inheritdoc cref="MailAccount.ReceiveOnly"/>
    public bool ReceiveOnly { get; init; }

    /// <inheritdoc cref="MailAccount.MaxSendPerDay"/>
    [AtLeast(0)]
    public int? MaxSendPerDay { get; init; }

    /// <inheritdoc cref="MailAccount.Pop3LeaveOnServerDays"/>
    [AtLeast(0)]
    public int? Pop3LeaveOnServerDays { get; init; }
}

namespace MailAdmin.Server.Reports;

/// <summary>What was done for a recipient, the worst first. RFC 3464 §2.3.3</summary>
internal enum DeliveryAction
{
    /// <summary>The message is not delivered and not tried again.</summary>
    Failed,

    /// <summary>The message is not delivered yet and will be tried again.</summary>
    Delayed,

    /// <summary>The message is in a mailbox of this server.</summary>
    Delivered,

    /// <summary>Another server accepted the message.</summary>
    Relayed,

    /// <summary>The message was forwarded to several addresses, for which nothing more is reported.</summary>
    Expanded,
}

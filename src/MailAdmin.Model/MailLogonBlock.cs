namespace MailAdmin;

/// <summary>What too many wrong passwords lead to.</summary>
public enum MailLogonEffect
{
    /// <summary>Every logon from the address is refused, also with the right password.</summary>
    Blocked,

    /// <summary>
    /// Logons for the account wait up to 8 seconds when they come from networks that it does not use. The right
    /// password logs on.
    /// </summary>
    Slowed,
}

/// <summary>
/// An address of clients from which no logon is accepted for some time, or an account whose password is guessed from
/// many addresses.
/// </summary>
public sealed record MailLogonBlock
{
    /// <summary>What it means for logons.</summary>
    public MailLogonEffect Effect { get; init; }

    /// <summary>
    /// The IP address, or the /64 network of IPv6 addresses, that is blocked; null when it is about an account.
    /// </summary>
    public string? ClientAddress { get; init; }

    /// <summary>
    /// The address of the account, or a user name that does not exist; null when it is about an address of clients.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>The number of wrong passwords.</summary>
    public int Failures { get; init; }

    /// <summary>When the first of them was.</summary>
    public DateTime Since { get; init; }

    /// <summary>When it ends, unless more wrong passwords come.</summary>
    public DateTime Until { get; init; }

    /// <summary>The user name of the last.</summary>
    public required string LastUserName { get; init; }

    /// <summary>The IP address that the last came from.</summary>
    public required string LastClientAddress { get; init; }

    /// <summary>The protocol of the last.</summary>
    public MailProtocol LastProtocol { get; init; }
}

using System.Net;
using MailAdmin.Server.Outbound.Smtp;

namespace MailAdmin.Server.Outbound;

/// <summary>The kind of a next hop.</summary>
internal enum NextHopKind
{
    /// <summary>Mailboxes here.</summary>
    Local,

    /// <summary>The servers of the recipients' domain.</summary>
    MailExchanger,

    /// <summary>A host that relays everything.</summary>
    SmartHost,
}

/// <summary>Where messages go next. Messages with equal keys share connections and limits.</summary>
/// <param name="Key">Identifies the next hop.</param>
/// <param name="Kind">The kind.</param>
internal sealed record NextHop(string Key, NextHopKind Kind)
{
    /// <summary>
    /// The domain of the recipients, or the name of the smart host; null for an address and for this host.
    /// </summary>
    public DomainName? Name { get; init; }

    /// <summary>The address of a smart host that is given by its address, otherwise null.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port of a smart host; 0 means the standard port.</summary>
    public int Port { get; init; }

    /// <summary>The logon at a smart host, or null when it needs none.</summary>
    public SmtpLogon? Logon { get; init; }

    /// <summary>The reason why no mail can be sent there, or null.</summary>
    public HopFailure? Problem { get; init; }
}

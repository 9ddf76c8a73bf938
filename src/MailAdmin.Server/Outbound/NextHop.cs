using System.Net;
using MailAdmin.Server.Outbound.Smtp;

namespace MailAdmin.Server.Outbound;

/// <summary>Where a message goes next.</summary>
internal enum NextHopKind
{
    /// <summary>To mailboxes here.</summary>
    Local,

    /// <summary>To the servers of the recipients' domain.</summary>
    MailExchanger,

    /// <summary>To a host that relays everything.</summary>
    SmartHost,
}

/// <summary>Where messages go next. Messages with equal keys share connections and limits.</summary>
/// <param name="Key">Tells next hops apart.</param>
/// <param name="Kind">What it is.</param>
internal sealed record NextHop(string Key, NextHopKind Kind)
{
    /// <summary>The domain of the recipients, or the smart host; null: an address, or this host.</summary>
    public DomainName? Name { get; init; }

    /// <summary>The address of a smart host that is given as one; null: a name.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port of a smart host; 0: the usual one.</summary>
    public int Port { get; init; }

    /// <summary>The logon at a smart host; null: none.</summary>
    public SmtpLogon? Logon { get; init; }

    /// <summary>Why mail cannot go there; null: it can.</summary>
    public HopFailure? Problem { get; init; }
}

namespace MailAdmin;

/// <summary>How a mail program connects to a server of an address, and the source of this setting.</summary>
public sealed record MailServerSetting
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>The protocol.</summary>
    public required MailProtocol Protocol { get; init; }

    /// <summary>The server.</summary>
    public required string Server { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>How the connection is protected.</summary>
    public required TlsMode TlsMode { get; init; }

    /// <summary>The user name; empty when the note says what it is.</summary>
    public string UserName { get; init; } = "";

    /// <summary>
    /// The source: Store (this server's own listeners), Autoconfig, Autodiscover, Srv, Provider (a known domain), Mx (a
    /// known mail server), Guess (the server responds); several are separated by commas.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>What else is known, such as whether passwords work, with the date of the fact.</summary>
    public string Note { get; init; } = "";
}

namespace MailAdmin;

/// <summary>How a mail program reaches a server of an address, and who says so.</summary>
public sealed record MailServerSetting
{
    /// <summary>The address.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>What to speak.</summary>
    public required MailProtocol Protocol { get; init; }

    /// <summary>The server.</summary>
    public required string Server { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>How the connection is protected.</summary>
    public required TlsMode TlsMode { get; init; }

    /// <summary>The user name; empty: the note says what it is.</summary>
    public string UserName { get; init; } = "";

    /// <summary>
    /// Where that comes from: Autoconfig, Autodiscover, Srv, Provider (the domain is known), Mx (its mail server is
    /// known), Guess (it answers); several with commas.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>What else is to be known, such as whether passwords work, with the date of the fact.</summary>
    public string Note { get; init; } = "";
}

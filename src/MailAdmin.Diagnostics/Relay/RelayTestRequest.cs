using System.Net;

namespace MailAdmin.Diagnostics.Relay;

/// <summary>A server that is asked to relay for an unauthenticated client.</summary>
public sealed record RelayTestRequest : TestRequest
{
    /// <summary>The name of the server, or its IP address.</summary>
    public required string Server { get; init; }

    /// <summary>The address to connect to; null to look the name up.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>The port.</summary>
    public int Port { get; init; } = StandardPorts.Smtp;

    /// <summary>A domain of the server.</summary>
    public required string Domain { get; init; }

    /// <summary>An address of another server.</summary>
    public required EmailAddress Sender { get; init; }

    /// <summary>An address of another server, to which nothing is ever sent.</summary>
    public required EmailAddress Recipient { get; init; }
}

using System.Net;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>A server's port in a round trip.</summary>
/// <param name="Server">Its name, for which the certificate must be.</param>
/// <param name="At">Protocol, port and how the connection is protected.</param>
public sealed record RoundTripPort(string Server, KnownEndPoint At)
{
    /// <summary>The address to connect to; null to look the name up.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>The SHA-1 thumbprint of our own listener's certificate, which is trusted whoever issued it.</summary>
    public string? KnownThumbprint { get; init; }

    /// <summary>User name and password; null to skip the logon.</summary>
    public NetworkCredential? Credential { get; init; }
}

/// <summary>A message to send and to wait for.</summary>
public sealed record RoundTripRequest : TestRequest
{
    /// <summary>The mailbox in which it should arrive.</summary>
    public required EmailAddress Recipient { get; init; }

    /// <summary>The sender.</summary>
    public required EmailAddress Sender { get; init; }

    /// <summary>The port to which it is sent.</summary>
    public required RoundTripPort Send { get; init; }

    /// <summary>The port at which the mailbox is read.</summary>
    public required RoundTripPort Receive { get; init; }

    /// <summary>How long to wait between two looks into the mailbox.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipCertificateCheck { get; init; }
}

using System.Globalization;
using System.Net;

namespace MailAdmin.Diagnostics.RoundTrip;

/// <summary>A server's port in a round trip.</summary>
/// <param name="Server">Its name, for which the certificate must be.</param>
/// <param name="At">Protocol, port and how the connection is protected.</param>
public sealed record RoundTripPort(string Server, KnownEndPoint At)
{
    /// <summary>Where to connect when the name need not be looked up; null: look it up.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>The SHA-1 thumbprint of our own listener's certificate, which is taken though nobody else trusts it.</summary>
    public string? KnownThumbprint { get; init; }

    /// <summary>User name and password; null: nobody logs on.</summary>
    public NetworkCredential? Credential { get; init; }
}

/// <summary>A message to send and to wait for.</summary>
public sealed record RoundTripRequest
{
    /// <summary>The mailbox in which it should arrive.</summary>
    public required EmailAddress Recipient { get; init; }

    /// <summary>Who sends it.</summary>
    public required EmailAddress Sender { get; init; }

    /// <summary>Where it is sent.</summary>
    public required RoundTripPort Send { get; init; }

    /// <summary>Where it is waited for.</summary>
    public required RoundTripPort Receive { get; init; }

    /// <summary>How long to wait for it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long between two looks.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether any certificate is taken.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The language of the texts.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;
}

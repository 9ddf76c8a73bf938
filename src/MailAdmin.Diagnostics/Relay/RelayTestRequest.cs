using System.Globalization;
using System.Net;

namespace MailAdmin.Diagnostics.Relay;

/// <summary>A server that is asked to pass mail on for a stranger.</summary>
public sealed record RelayTestRequest
{
    /// <summary>The name of the server, or its IP address.</summary>
    public required string Server { get; init; }

    /// <summary>Where to connect when the name need not be looked up; null: look it up.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>The port.</summary>
    public int Port { get; init; } = 25;

    /// <summary>A domain that is the server's own.</summary>
    public required string Domain { get; init; }

    /// <summary>An address that is not the server's.</summary>
    public required EmailAddress Sender { get; init; }

    /// <summary>Another one, to which nothing is ever sent.</summary>
    public required EmailAddress Recipient { get; init; }

    /// <summary>How long a connection or an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The language of the texts.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;
}

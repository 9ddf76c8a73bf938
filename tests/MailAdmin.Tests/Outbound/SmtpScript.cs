using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Tests.Outbound;

/// <summary>How a server of the tests behaves.</summary>
internal sealed record SmtpScript
{
    /// <summary>Closes the connection in place of a reply.</summary>
    public const string Close = "<close>";

    /// <summary>Says nothing more.</summary>
    public const string Silence = "<silence>";

    /// <summary>A reply without an end.</summary>
    public const string Endless = "<endless>";

    /// <summary>What EHLO offers.</summary>
    public string[] Offer { get; init; } =
    [
        "PIPELINING", "8BITMIME", "SIZE 10000000", "ENHANCEDSTATUSCODES", "SMTPUTF8", "DSN"
    ];

    /// <summary>The greeting.</summary>
    public string Greeting { get; init; } = "220 sink.test ESMTP";

    /// <summary>
    /// The reply to a command, or to "." for the end of a message; null: the usual one. Told the number of the
    /// connection too.
    /// </summary>
    public Func<string, int, string?> Reply { get; init; } = (_, _) => null;

    /// <summary>Offers STARTTLS with it; null: no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What is offered besides under TLS.</summary>
    public string[] OfferUnderTls { get; init; } = [];

    /// <summary>Whether TLS begins at once.</summary>
    public bool IsImplicitTls { get; init; }
}

/// <summary>A message that a server of the tests has taken.</summary>
internal sealed record SunkMessage(
    int Connection, bool IsTls, string Mail, IReadOnlyList<string> Recipients, byte[] Content)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Content);
}

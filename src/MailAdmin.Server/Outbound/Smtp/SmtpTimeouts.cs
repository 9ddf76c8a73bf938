namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>The times that a client waits for a server. RFC 5321 §4.5.3.2</summary>
internal sealed record SmtpTimeouts
{
    /// <summary>
    /// For a TCP connection; the RFC gives none, systems stop after two minutes, other mail servers after 30 s.
    /// </summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>§4.5.3.2.1</summary>
    public TimeSpan Greeting { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>EHLO, MAIL, RCPT, AUTH, the TLS handshake. §4.5.3.2.2, §4.5.3.2.3</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>§4.5.3.2.4</summary>
    public TimeSpan DataStart { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For each block of data. §4.5.3.2.5</summary>
    public TimeSpan DataBlock { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>§4.5.3.2.6</summary>
    public TimeSpan DataEnd { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For QUIT, whose reply does not matter.</summary>
    public TimeSpan Quit { get; init; } = TimeSpan.FromSeconds(5);
}

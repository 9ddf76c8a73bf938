using System.Net;

namespace MailAdmin.Protocols.Smtp.Syntax;

/// <summary>A reverse-path or forward-path. RFC 5321 §4.1.2</summary>
internal readonly record struct SmtpPath
{
    /// <summary>"&lt;&gt;": the null reverse-path. RFC 5321 §4.5.5</summary>
    public static SmtpPath Null { get; } = new() { IsNull = true, IsAscii = true };

    /// <summary>"&lt;Postmaster&gt;" without a domain. RFC 5321 §4.1.1.3</summary>
    public static SmtpPath Postmaster { get; } =
        new() { IsPostmaster = true, IsAscii = true, LocalPart = "postmaster" };

    /// <summary>Whether it is the null reverse-path.</summary>
    public bool IsNull { get; private init; }

    /// <summary>Whether it is the postmaster of this host.</summary>
    public bool IsPostmaster { get; private init; }

    /// <summary>The address, if it is one.</summary>
    public EmailAddress? Address { get; private init; }

    /// <summary>The local part before an address literal.</summary>
    public string? LocalPart { get; private init; }

    /// <summary>The address literal, if it has one. RFC 5321 §4.1.3</summary>
    public IPAddress? Literal { get; private init; }

    /// <summary>Whether no part of it was in UTF-8. RFC 6531 §3.3</summary>
    public bool IsAscii { get; private init; }

    public static SmtpPath To(EmailAddress address, bool isAscii) => new() { Address = address, IsAscii = isAscii };

    public static SmtpPath AtLiteral(string localPart, IPAddress literal) =>
        new() { LocalPart = localPart, Literal = literal, IsAscii = System.Text.Ascii.IsValid(localPart) };
}

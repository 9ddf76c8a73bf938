namespace MailAdmin.Diagnostics.Relay;

/// <summary>A form of sender or recipient by which servers have been made to relay.</summary>
/// <param name="Name">Its name in the resource files.</param>
/// <param name="Sender">The path of MAIL, without brackets.</param>
/// <param name="Recipient">The path of RCPT, without brackets.</param>
/// <param name="LooksLocal">
/// Whether the recipient ends in the server's own domain, so that a server without recipient checks accepts it as a
/// user of its own.
/// </param>
internal sealed record RelayTrick(string Name, string Sender, string Recipient, bool LooksLocal = false)
{
    /// <summary>The tricks, the plain one first. RFC 5321 §3.6.1 (source routes), §4.5.5 (null sender)</summary>
    public static IReadOnlyList<RelayTrick> For(RelayTestRequest request, string serverAddress)
    {
        string outside = request.Recipient.ToMailboxString();
        string sender = request.Sender.ToMailboxString();
        string local = outside[..outside.LastIndexOf('@')];
        string far = outside[(outside.LastIndexOf('@') + 1)..];
        string own = request.Domain;
        bool isIPv6 = serverAddress.Contains(':', StringComparison.Ordinal);
        string literal = isIPv6 ? $"[IPv6:{serverAddress}]" : $"[{serverAddress}]";
        return
        [
            new("Outside", sender, outside),
            new("NullSender", "", outside),
            new("LocalSender", $"postmaster@{own}", outside),
            new("BareSender", "postmaster", outside),
            new("OwnHost", $"postmaster@{literal}", outside),
            new("SourceRoute", sender, $"@{own}:{outside}"),
            new("BangPath", sender, $"{far}!{local}"),
            new("Percent", sender, $"{local}%{far}@{own}", LooksLocal: true),
            new("Quoted", sender, $"\"{outside}\"@{own}", LooksLocal: true),
            new("TwoAts", sender, $"{outside}@{own}", LooksLocal: true),
            new("Literal", sender, $"{local}%{far}@{literal}", LooksLocal: true),
        ];
    }
}

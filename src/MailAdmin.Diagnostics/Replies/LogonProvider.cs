namespace MailAdmin.Diagnostics.Replies;

/// <summary>Providers that refuse account passwords; the texts explain since when, and what to do.</summary>
internal static class LogonProvider
{
    private static readonly (string Suffix, string Name)[] Known =
    [
        ("gmail.com", "Google"),
        ("googlemail.com", "Google"),
        ("office365.com", "Microsoft"),
        ("outlook.com", "Microsoft"),
        ("hotmail.com", "Microsoft"),
        ("mail.me.com", "Apple"),
        ("mail.yahoo.com", "Yahoo"),
        ("mail.aol.com", "Yahoo"),
    ];

    /// <summary>The name of the provider that runs a server; empty when it is none of these.</summary>
    public static string Of(string server) => Known.FirstOrDefault(known =>
        server.Equals(known.Suffix, StringComparison.OrdinalIgnoreCase)
        || server.EndsWith("." + known.Suffix, StringComparison.OrdinalIgnoreCase)).Name ?? "";
}

namespace MailAdmin.Diagnostics.Replies;

/// <summary>
/// Providers that refuse every usual password, each since a known day, so that a refusal there has its own explanation.
/// The facts and their dates are in the texts.
/// </summary>
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

    /// <summary>The name of the provider whose server it is; empty: none of these.</summary>
    public static string Of(string server) => Known.FirstOrDefault(known =>
        server.Equals(known.Suffix, StringComparison.OrdinalIgnoreCase)
        || server.EndsWith("." + known.Suffix, StringComparison.OrdinalIgnoreCase)).Name ?? "";
}

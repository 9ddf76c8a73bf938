namespace MailAdmin.Arguments;

/// <summary>Reads several addresses or names.</summary>
internal static class AddressList
{
    /// <summary>Reads addresses; none when there is no list.</summary>
    /// <exception cref="MailException">InvalidAddress: names the first that is not one.</exception>
    public static IReadOnlyList<EmailAddress> Parse(string[]? texts) => [.. (texts ?? []).Select(EmailAddress.Parse)];

    /// <summary>Reads domain names; none when there is no list.</summary>
    /// <exception cref="MailException">InvalidDomainName: names the first that is not one.</exception>
    public static IReadOnlyList<DomainName> ParseDomains(string[]? texts) =>
        [.. (texts ?? []).Select(DomainName.Parse)];

    /// <summary>Reads one address; null when there is none.</summary>
    /// <exception cref="MailException">InvalidAddress.</exception>
    public static EmailAddress? ParseOptional(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : EmailAddress.Parse(text);
}

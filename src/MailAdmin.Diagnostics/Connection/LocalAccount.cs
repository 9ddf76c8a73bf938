namespace MailAdmin.Diagnostics.Connection;

/// <summary>What the local store knows of the account that is tested.</summary>
/// <param name="Address">The address that is tested.</param>
/// <param name="Account">The account; null when the store has none with this address.</param>
/// <param name="Domain">The domain of the address in the store.</param>
/// <param name="DomainEnabled">Whether the domain is enabled.</param>
public sealed record LocalAccount(EmailAddress Address, MailAccount? Account, DomainName Domain, bool DomainEnabled);

namespace MailAdmin.Diagnostics.Registration;

/// <summary>What a registry says of a domain.</summary>
/// <param name="Registrar">The registrar; null when the registry does not say.</param>
/// <param name="Created">When it was registered; null when the registry does not say.</param>
/// <param name="Expires">When the registration ends; null when the registry does not say.</param>
/// <param name="Status">Its states, as the registry writes them: "active", "client hold".</param>
public sealed record DomainRegistration(
    string? Registrar, DateTimeOffset? Created, DateTimeOffset? Expires, IReadOnlyList<string> Status);

namespace MailAdmin.Diagnostics.Registration;

/// <summary>What a registry says of a domain.</summary>
/// <param name="Registrar">Where it is registered; null: not said.</param>
/// <param name="Created">Since when; null: not said.</param>
/// <param name="Expires">Until when; null: not said.</param>
/// <param name="Status">Its states, as the registry writes them: "active", "client hold".</param>
public sealed record DomainRegistration(string? Registrar, DateTimeOffset? Created, DateTimeOffset? Expires, IReadOnlyList<string> Status);

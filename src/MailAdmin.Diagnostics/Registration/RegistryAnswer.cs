namespace MailAdmin.Diagnostics.Registration;

/// <summary>How a question to a registry ended.</summary>
internal enum RegistryOutcome
{
    /// <summary>The domain is registered.</summary>
    Found,

    /// <summary>The registry says that it is not.</summary>
    NotRegistered,

    /// <summary>No server is known that could say.</summary>
    NoServer,

    /// <summary>The server did not say.</summary>
    Failed,
}

/// <summary>What a registry says.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Name">The name that is registered: the domain, or one above it.</param>
/// <param name="Registration">The registration; null: not found.</param>
/// <param name="Server">Who was asked; null: nobody.</param>
/// <param name="Problem">Why it did not say, in English.</param>
internal sealed record RegistryAnswer(
    RegistryOutcome Outcome, DomainName Name, DomainRegistration? Registration = null, Uri? Server = null, string? Problem = null);

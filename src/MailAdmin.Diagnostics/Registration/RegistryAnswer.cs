namespace MailAdmin.Diagnostics.Registration;

/// <summary>How a question to a registry ended.</summary>
internal enum RegistryOutcome
{
    /// <summary>The domain is registered.</summary>
    Found,

    /// <summary>The registry says that the domain is not registered.</summary>
    NotRegistered,

    /// <summary>The registry has no known server.</summary>
    NoServer,

    /// <summary>The server did not answer the question.</summary>
    Failed,
}

/// <summary>The answer of a registry.</summary>
/// <param name="Outcome">How the question ended.</param>
/// <param name="Name">The name that is registered: the domain, or one above it.</param>
/// <param name="Registration">The registration; null when it was not found.</param>
/// <param name="Server">The server that was asked; null when there is none.</param>
/// <param name="Problem">Why the question was not answered, in English.</param>
internal sealed record RegistryAnswer(
    RegistryOutcome Outcome,
    DomainName Name,
    DomainRegistration? Registration = null,
    Uri? Server = null,
    string? Problem = null);

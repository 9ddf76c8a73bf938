namespace MailAdmin.Diagnosis;

/// <summary>A store that a question can do without.</summary>
/// <param name="Path">Where it would be.</param>
/// <param name="MaxWait">How long to wait for it; null to wait, and to fail when it cannot be opened.</param>
/// <param name="IsGiven">Whether it was named, so that it is an error when it does not exist.</param>
internal sealed record OptionalStore(string Path, TimeSpan? MaxWait, bool IsGiven);

using MailAdmin.Contracts;
using MailAdmin.Texts;

namespace MailAdmin.Server.Secrets;

/// <summary>Finds what is wrong with the keys of a store, and the passwords that they do not decrypt.</summary>
internal sealed class KeyCheck(string storePath, StoreKeys keys, SecretBox box, IDirectory directory)
{
    public async Task<IReadOnlyList<MailStoreFinding>> FindAsync(CancellationToken cancellationToken)
    {
        List<MailStoreFinding> findings = [.. keys.Findings];
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        if (IsUnreadable(settings.SmartHostSecret))
        {
            findings.Add(PasswordUnreadable(
                storePath, MailText.Of("Finding.PasswordUnreadable", settings.SmartHost)));
        }

        await foreach (DomainRecord domain in directory.Domains.ListAsync(domain: null, cancellationToken))
        {
            if (IsUnreadable(domain.SmartHostSecret))
            {
                findings.Add(PasswordUnreadable(
                    domain.Name.ToString(),
                    MailText.Of("Finding.PasswordUnreadable.Domain", domain.SmartHost, domain.Name)));
            }
        }

        return findings;
    }

    private static MailStoreFinding PasswordUnreadable(string target, MailText text) => new()
    {
        Code = "PasswordUnreadable",
        Severity = FindingSeverity.Error,
        Target = target,
        Text = text,
    };

    private bool IsUnreadable(byte[]? secret) => secret is not null && box.TryOpen(secret) is null;
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using MailAdmin.Contracts;
using Microsoft.Extensions.Logging;
using MailAdmin.Server.Telemetry;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Replaces verifiers of a former release, which have fewer iterations, when their password is there: at a logon. It
/// remembers which took the place of which, so that sessions which the old one opened stay open.
/// </summary>
internal sealed class VerifierUpgrades(IDirectory directory, ILogger logger)
{
    // One entry an account in the life of the process; without it clients of that account only connect again.
    private const int Capacity = 50_000;
    private readonly ConcurrentDictionary<string, byte[]> replaced = new();

    /// <summary>
    /// Whether a verifier that opened a session is one of those that count now, itself or by what took its place.
    /// </summary>
    public bool Counts(ScramCredential used, IEnumerable<ScramCredential?> current)
    {
        byte[]? newer = replaced.GetValueOrDefault(KeyOf(used));
        return current.OfType<ScramCredential>().Any(verifier =>
            CryptographicOperations.FixedTimeEquals(verifier.StoredKey, used.StoredKey)
            || (newer is not null && CryptographicOperations.FixedTimeEquals(verifier.StoredKey, newer)));
    }

    /// <summary>Commits a verifier of the same password in the place of an old one.</summary>
    /// <returns>The one that counts then. A store that cannot write keeps the old one: it must stop no logon.</returns>
    public async ValueTask<ScramCredential> ReplaceAsync(
        AccountRecord account, ScramCredential old, ScramCredential newer, CancellationToken cancellationToken)
    {
        if (replaced.Count >= Capacity)
        {
            replaced.Clear();
        }

        // Before the commit: sessions are checked as soon as it is published.
        replaced[KeyOf(old)] = newer.StoredKey;
        try
        {
            await directory.Accounts.UpdateAsync(
                account.Address,
                record => Replace(record, old, newer),
                new ChangeOrigin(account.Address.ToString(), "Logon", Environment.ProcessId),
                cancellationToken);
            return newer;
        }
        catch (MailException failure)
        {
            ServerLog.VerifierNotUpgraded(logger, account.Address.Canonical, failure);
            return old;
        }
    }

    private static AccountRecord Replace(AccountRecord record, ScramCredential old, ScramCredential newer)
    {
        if (record.Password is { } own && own.StoredKey.AsSpan().SequenceEqual(old.StoredKey))
        {
            return record with { Password = newer };
        }

        return record.AppPassword.Any(app => app.Verifier.StoredKey.AsSpan().SequenceEqual(old.StoredKey))
            ? record with
            {
                AppPassword =
                [
                    .. record.AppPassword.Select(app =>
                        app.Verifier.StoredKey.AsSpan().SequenceEqual(old.StoredKey)
                            ? app with { Verifier = newer }
                            : app),
                ],
            }
            : record;
    }

    private static string KeyOf(ScramCredential verifier) => Convert.ToBase64String(verifier.StoredKey);
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Remembers for a few minutes which passwords were right, so that a client that logs on often costs no derivation. A
/// password is kept only as an HMAC under a key that lives and dies with the process, and counts only for the
/// verifier it was checked against: with a new password, every entry of the old one is void.
/// </summary>
internal sealed class PasswordCache(TimeProvider timeProvider)
{
    private const int Capacity = 20_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly byte[] processKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<AccountId, Entry> entries = new();

    public bool Knows(AccountId account, ScramCredential verifier, string password)
    {
        return entries.TryGetValue(account, out Entry? entry)
            && entry.Expires > timeProvider.GetUtcNow()
            && CryptographicOperations.FixedTimeEquals(entry.StoredKey, verifier.StoredKey)
            && CryptographicOperations.FixedTimeEquals(entry.Digest, Digest(account, password));
    }

    public void Remember(AccountId account, ScramCredential verifier, string password)
    {
        if (entries.Count >= Capacity)
        {
            entries.Clear();
        }

        entries[account] = new Entry(Digest(account, password), verifier.StoredKey, timeProvider.GetUtcNow() + Lifetime);
    }

    public void Forget(IEnumerable<AccountId> accounts)
    {
        foreach (AccountId account in accounts)
        {
            entries.TryRemove(account, out _);
        }
    }

    private byte[] Digest(AccountId account, string password)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, processKey);
        hash.AppendData(BitConverter.GetBytes(account.Value));
        hash.AppendData(Encoding.UTF8.GetBytes(password));
        return hash.GetHashAndReset();
    }

    private sealed record Entry(byte[] Digest, byte[] StoredKey, DateTimeOffset Expires);
}

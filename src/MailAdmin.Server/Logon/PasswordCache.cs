using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Keeps for a few minutes which passwords were right, so that a client that logs on often costs no derivation. A
/// password is kept only as an HMAC with a key of this process, and counts only for the verifier that it was checked
/// against: a new password invalidates the entry of the old one.
/// </summary>
internal sealed class PasswordCache(TimeProvider timeProvider)
{
    private const int Capacity = 20_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly byte[] processKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<AccountId, Entry> entries = new();

    public bool Contains(AccountId account, ScramCredential verifier, string password)
    {
        return entries.TryGetValue(account, out Entry? entry)
            && entry.Expires > timeProvider.GetUtcNow()
            && CryptographicOperations.FixedTimeEquals(entry.StoredKey, verifier.StoredKey)
            && CryptographicOperations.FixedTimeEquals(entry.Digest, Digest(account, password));
    }

    public void Add(AccountId account, ScramCredential verifier, string password)
    {
        if (entries.Count >= Capacity)
        {
            entries.Clear();
        }

        entries[account] = new Entry(
            Digest(account, password), verifier.StoredKey, timeProvider.GetUtcNow() + Lifetime);
    }

    public void Remove(IEnumerable<AccountId> accounts)
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

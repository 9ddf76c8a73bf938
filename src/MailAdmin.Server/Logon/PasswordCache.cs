using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Keeps for a few minutes which passwords were right, so that a client that logs on often costs no derivation. A
/// password is kept only as an HMAC with a key of this process, and counts only while the account has the verifier that
/// it was checked against: a password that was changed or removed is forgotten at once.
/// </summary>
internal sealed class PasswordCache(TimeProvider timeProvider)
{
    private const int Capacity = 20_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly byte[] processKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Entry> entries = new();

    /// <summary>
    /// The verifier, one of those that count now, that a password was checked against; null: none is known.
    /// </summary>
    public ScramCredential? Find(AccountId account, IReadOnlyList<ScramCredential> verifiers, string password)
    {
        return entries.TryGetValue(Digest(account, password), out Entry? entry)
            && timeProvider.GetElapsedTime(entry.Added) < Lifetime
            ? verifiers.FirstOrDefault(
                verifier => CryptographicOperations.FixedTimeEquals(entry.StoredKey, verifier.StoredKey))
            : null;
    }

    public void Add(AccountId account, ScramCredential verifier, string password)
    {
        if (entries.Count >= Capacity)
        {
            entries.Clear();
        }

        entries[Digest(account, password)] = new Entry(verifier.StoredKey, timeProvider.GetTimestamp());
    }

    private string Digest(AccountId account, string password)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, processKey);
        hash.AppendData(BitConverter.GetBytes(account.Value));
        hash.AppendData(Encoding.UTF8.GetBytes(password));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed record Entry(byte[] StoredKey, long Added);
}

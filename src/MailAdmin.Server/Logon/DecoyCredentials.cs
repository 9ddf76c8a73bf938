using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Verifiers for user names that do not exist and for accounts without a password. Salt and iterations are a hash of
/// the name, with a secret of the store as its key: the same at each attempt and after each restart, as those of an
/// account are. The iterations are those that verifiers of the store have, in their proportion, so that they do not
/// show who exists. No password matches the keys. RFC 5802 §9
/// </summary>
internal sealed class DecoyCredentials(byte[] secret)
{
    private const int SaltLength = 16;

    /// <summary>The verifier for a name in its canonical form.</summary>
    public ScramCredential For(string userName, IterationShares shares)
    {
        byte[] name = Encoding.UTF8.GetBytes(userName);
        byte[] seed = HMACSHA256.HashData(secret, name);
        byte[] keys = HMACSHA512.HashData(secret, name);
        int iterations = shares.Pick(BinaryPrimitives.ReadUInt64BigEndian(seed.AsSpan(SaltLength)));
        return new ScramCredential(seed[..SaltLength], iterations, keys[..32], keys[32..]);
    }
}

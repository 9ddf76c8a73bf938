using System.Security.Cryptography;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Verifiers for user names that do not exist. Like that of an account, the salt is the same at each attempt and after
/// each restart, because it is derived from a secret of the store; no password matches the keys. RFC 5802 §9
/// </summary>
internal sealed class DecoyCredentials(byte[] secret)
{
    public ScramCredential For(string userName)
    {
        byte[] name = Encoding.UTF8.GetBytes(userName);
        byte[] seed = HMACSHA256.HashData(secret, name);
        byte[] keys = HMACSHA512.HashData(secret, name);
        return new ScramCredential(seed[..16], ScramCredential.DefaultIterations, keys[..32], keys[32..]);
    }
}

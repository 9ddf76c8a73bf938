using System.Security.Cryptography;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Verifiers for user names that do not exist. The salt is the same at each attempt and after each restart, as that of a
/// real account is, because it is derived from a secret of the store; nobody can fulfil the rest. RFC 5802 §9
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

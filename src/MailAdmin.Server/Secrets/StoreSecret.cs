using System.Security.Cryptography;

namespace MailAdmin.Server.Secrets;

/// <summary>
/// A random secret of a store for one purpose, in a file that only its owner can read; created when it is missing.
/// </summary>
internal static class StoreSecret
{
    /// <summary>The file of the secret that hides which accounts exist.</summary>
    public const string Logon = "logon.key";

    /// <summary>The file of the secret that senders are rewritten with.</summary>
    public const string SenderRewriting = "srs.key";

    /// <summary>The file of the secret that passwords for other servers are encrypted with.</summary>
    public const string Secrets = "secrets.key";

    private const int Length = 32;

    public static byte[] LoadOrCreate(string storePath, string fileName)
    {
        string path = Path.Combine(storePath, fileName);
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Length } known)
        {
            return known;
        }

        byte[] secret = RandomNumberGenerator.GetBytes(Length);
        PrivateFile.Write(path, secret);
        return secret;
    }
}

using System.Security.Cryptography;

namespace MailAdmin.Server.Logon;

/// <summary>A random secret of a store, in a file that only its owner can read; made when it is missing.</summary>
internal static class StoreSecret
{
    private const string FileName = "logon.key";
    private const int Length = 32;

    public static byte[] LoadOrCreate(string storePath)
    {
        string path = Path.Combine(storePath, FileName);
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Length } known)
        {
            return known;
        }

        byte[] secret = RandomNumberGenerator.GetBytes(Length);
        PrivateFile.Write(path, secret);
        return secret;
    }
}

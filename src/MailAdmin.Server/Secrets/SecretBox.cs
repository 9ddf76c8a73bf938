using System.Security.Cryptography;
using System.Text;

namespace MailAdmin.Server.Secrets;

/// <summary>
/// Encrypts the passwords that this server logs on with elsewhere, so that nobody can read them in the log, in
/// directory.db or in a copy of either: AES-256-GCM with a key in a file of its own. Layout: nonce (12), tag (16),
/// encrypted text.
/// </summary>
internal sealed class SecretBox : IDisposable
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly AesGcm cipher;

    public SecretBox(byte[] key)
    {
        cipher = new AesGcm(key, TagLength);
    }

    /// <summary>Encrypts a text.</summary>
    public byte[] Seal(string text)
    {
        byte[] plain = Encoding.UTF8.GetBytes(text);
        byte[] box = new byte[NonceLength + TagLength + plain.Length];
        Span<byte> nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        lock (cipher)
        {
            cipher.Encrypt(nonce, plain, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength));
        }

        CryptographicOperations.ZeroMemory(plain);
        return box;
    }

    /// <summary>Decrypts a text. Returns null when it was encrypted with another key or is damaged.</summary>
    public string? TryOpen(ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceLength + TagLength)
        {
            return null;
        }

        byte[] plain = new byte[box.Length - NonceLength - TagLength];
        try
        {
            lock (cipher)
            {
                cipher.Decrypt(
                    box[..NonceLength], box[(NonceLength + TagLength)..], box.Slice(NonceLength, TagLength), plain);
            }

            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Dispose() => cipher.Dispose();
}

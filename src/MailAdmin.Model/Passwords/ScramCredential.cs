using System.Security.Cryptography;
using System.Text;

namespace MailAdmin.Contracts;

/// <summary>
/// The one stored form of a password: a verifier of SCRAM-SHA-256, which also checks a plain password.
/// RFC 5802 §3 (SaltedPassword, StoredKey, ServerKey); RFC 7677 §4 (at least 4,096 iterations; 15,000 suggested).
/// </summary>
public sealed record ScramCredential(byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey)
{
    /// <summary>
    /// Iterations of PBKDF2 for passwords that people choose, and for those of devices. It is the highest number that
    /// clients of Cyrus SASL (mbsync, some builds of mutt) accept in SCRAM: with more they end the logon and try no
    /// other mechanism. The server cannot use more than it announces, because the proof is made from that number.
    /// </summary>
    public const int DefaultIterations = 65_536;

    /// <summary>
    /// Iterations for random passwords of 64 bits or more, which are made by the thousand. Iterations make up for what
    /// a password lacks in randomness: with the 30 to 45 bits of most chosen ones, 65,536 (16 bits) cost a thief of the
    /// store 2^46 to 2^61 hashes; a random one with 15,000 (14 bits) costs 2^78, so that more would only cost the
    /// server. At its first logon the verifier is replaced by one with the default number, as all are.
    /// </summary>
    public const int RandomIterations = 15_000;

    private const int SaltLength = 16;
    private const int KeyLength = 32;

    /// <summary>Derives a verifier with a new salt. Takes milliseconds of CPU on purpose.</summary>
    /// <exception cref="MailException">InvalidPassword: it is empty or has characters that SASLprep
    /// forbids.</exception>
    public static ScramCredential Create(ReadOnlySpan<char> password, int iterations = DefaultIterations)
    {
        return Derive(password, RandomNumberGenerator.GetBytes(SaltLength), iterations);
    }

    /// <summary>Derives a verifier with a given salt.</summary>
    /// <exception cref="MailException">InvalidPassword.</exception>
    public static ScramCredential Derive(ReadOnlySpan<char> password, byte[] salt, int iterations)
    {
        byte[] prepared = Prepare(password);
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(prepared, salt, iterations, HashAlgorithmName.SHA256, KeyLength);
        CryptographicOperations.ZeroMemory(prepared);
        byte[] clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        byte[] serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        CryptographicOperations.ZeroMemory(salted);
        byte[] storedKey = SHA256.HashData(clientKey);
        CryptographicOperations.ZeroMemory(clientKey);
        return new ScramCredential(salt, iterations, storedKey, serverKey);
    }

    /// <summary>Whether a plain password is correct, compared in constant time after the derivation.</summary>
    public bool Verify(ReadOnlySpan<char> password)
    {
        if (!SaslPrep.TryPrepare(password, out _))
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(Derive(password, Salt, Iterations).StoredKey, StoredKey);
    }

    private static byte[] Prepare(ReadOnlySpan<char> password)
    {
        return SaslPrep.TryPrepare(password, out string? prepared)
            ? Encoding.UTF8.GetBytes(prepared)
            : throw MailException.Of(MailError.InvalidPassword);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>
/// The client's side of SCRAM-SHA-256, by which the server also proves that it knows the password. RFC 5802 §3, §5, §7;
/// RFC 7677 §3
/// </summary>
internal sealed class ScramClient(string userName, string password, string nonce)
{
    // Fewer are too weak; more than a million take a second, which a hostile server must not be able to cause.
    private const int MinIterations = 4_096;
    private const int MaxIterations = 1_000_000;

    private readonly string bare = $"n={EscapeName(userName)},r={nonce}";
    private byte[] serverSignature = [];

    public ScramClient(string userName, string password)
        : this(userName, password, Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)))
    {
    }

    /// <summary>The client-first-message, without channel binding.</summary>
    public string First => "n,," + bare;

    /// <summary>The client-final-message, or null when the server's message is invalid.</summary>
    public string? Answer(string serverFirst)
    {
        string[] parts = serverFirst.Split(',');
        if (parts.Length < 3
            || !parts[0].StartsWith("r=" + nonce, StringComparison.Ordinal) || parts[0].Length <= nonce.Length + 2
            || !parts[1].StartsWith("s=", StringComparison.Ordinal)
            || !parts[2].StartsWith("i=", StringComparison.Ordinal)
            || !int.TryParse(parts[2].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int iterations)
            || iterations is < MinIterations or > MaxIterations || Decode(parts[1][2..]) is not { Length: > 0 } salt)
        {
            return null;
        }

        string withoutProof = "c=biws," + parts[0];
        byte[] message = Encoding.UTF8.GetBytes($"{bare},{serverFirst},{withoutProof}");
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(Prepare(password)), salt, iterations, HashAlgorithmName.SHA256, 32);
        byte[] proof = HMACSHA256.HashData(salted, "Client Key"u8);
        byte[] signature = HMACSHA256.HashData(SHA256.HashData(proof), message);
        for (int i = 0; i < proof.Length; i++)
        {
            proof[i] ^= signature[i];
        }

        serverSignature = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), message);
        CryptographicOperations.ZeroMemory(salted);
        return withoutProof + ",p=" + Convert.ToBase64String(proof);
    }

    /// <summary>Whether the server knows the password.</summary>
    public bool Verifies(string serverFinal) =>
        serverFinal.StartsWith("v=", StringComparison.Ordinal)
        && Decode(serverFinal[2..].Split(',')[0]) is { } signature
        && serverSignature.Length > 0 && CryptographicOperations.FixedTimeEquals(signature, serverSignature);

    private static byte[]? Decode(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int written) ? bytes[..written] : null;
    }

    private static string EscapeName(string userName) => Prepare(userName)
        .Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    // What SASLprep forbids is sent unchanged: the other server decides.
    private static string Prepare(string text) => SaslPrep.TryPrepare(text, out string? prepared) ? prepared : text;
}

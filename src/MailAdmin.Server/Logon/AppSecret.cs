using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace MailAdmin.Server.Logon;

/// <summary>
/// The form of app passwords: sixteen random small letters, which people may enter with blanks. The form tells which
/// passwords have to be compared with app passwords, and says nothing of the account.
/// </summary>
internal static class AppSecret
{
    // No letters that people take for one another: i, l and o. 4.5 bits a letter, 72 in all.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz";
    private const int Length = 16;
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    /// <summary>Makes a secret.</summary>
    public static string Generate() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>A secret in groups of four, as people read it.</summary>
    public static string Show(string secret) => string.Join(' ', secret.Chunk(4).Select(group => new string(group)));

    /// <summary>Reads a password that has the form of a secret; blanks do not count.</summary>
    public static bool TryRead(string password, [NotNullWhen(true)] out string? secret)
    {
        secret = string.Concat(password.Where(character => !char.IsWhiteSpace(character)));
        if (secret.Length == Length && !secret.AsSpan().ContainsAnyExcept(Letters))
        {
            return true;
        }

        secret = null;
        return false;
    }
}

using System.Net;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using MailAdmin.Contracts;
using MailAdmin.Requests;

namespace MailAdmin.Arguments;

/// <summary>Reads and makes passwords. Plain characters live in arrays that are cleared, as short as can be.</summary>
internal static class Passwords
{
    // 69 bits: enough for fewer iterations.
    private const int LongRandom = 12;

    // No characters that people take for one another: 0 O o, 1 I l.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";

    /// <summary>Checks a password, without the time that its verifier takes.</summary>
    /// <exception cref="MailException">InvalidPassword.</exception>
    public static void Check(SecureString password)
    {
        if (!Use(password, static plain => SaslPrep.TryPrepare(plain, out _)))
        {
            throw MailException.Of(MailError.InvalidPassword);
        }
    }

    /// <summary>Adds the verifier of a password to values of an account; derives it on a thread of the pool.</summary>
    /// <param name="properties">The values.</param>
    /// <param name="password">The password.</param>
    /// <param name="isGenerated">Whether <see cref="Generate"/> made it.</param>
    /// <exception cref="MailException">InvalidPassword.</exception>
    public static Task<AccountProperties> AddAsync(
        AccountProperties properties, SecureString password, bool isGenerated)
    {
        int iterations = isGenerated && password.Length >= LongRandom
            ? ScramCredential.RandomIterations
            : ScramCredential.DefaultIterations;
        return Task.Run(() => properties with
        {
            Given = new HashSet<string>(properties.Given) { nameof(AccountProperties.Password) },
            Password = Use(password, plain => ScramCredential.Create(plain, iterations)),
        });
    }

    /// <summary>Derives the key that shows whether a password is right.</summary>
    public static byte[] DeriveStoredKey(SecureString password, byte[] salt, int iterations) =>
        Use(password, plain => ScramCredential.Derive(plain, salt, iterations).StoredKey);

    /// <summary>Makes a random password: 5.8 bits a character.</summary>
    public static SecureString Generate(int length)
    {
        char[] plain = RandomNumberGenerator.GetItems<char>(Alphabet, length);
        SecureString password = new();
        foreach (char c in plain)
        {
            password.AppendChar(c);
        }

        Array.Clear(plain);
        password.MakeReadOnly();
        return password;
    }

    /// <summary>A generated password as text, for the one object that shows it.</summary>
    public static string Reveal(SecureString generated) => new NetworkCredential("", generated).Password;

    private static T Use<T>(SecureString password, Func<char[], T> use)
    {
        char[] plain = new char[password.Length];
        nint copy = Marshal.SecureStringToGlobalAllocUnicode(password);
        try
        {
            Marshal.Copy(copy, plain, 0, plain.Length);
            return use(plain);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
            Array.Clear(plain);
        }
    }
}

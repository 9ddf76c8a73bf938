using System.Security.Cryptography;
using MailAdmin.Server.Telemetry;
using MailAdmin.Texts;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Secrets;

/// <summary>
/// The random keys of a store, each in a file that only its owner can read. They are made with the store; one that is
/// missing or damaged afterwards is replaced, so that mail goes on, and that is a finding.
/// </summary>
internal sealed class StoreKeys
{
    private const int Length = 32;
    private const string LogonFile = "logon.key";
    private const string SenderRewritingFile = "srs.key";
    private const string PasswordsFile = "secrets.key";

    private readonly List<MailStoreFinding> findings = [];

    private StoreKeys(string storePath, ILogger logger)
    {
        Logon = LoadOrReplace(storePath, LogonFile, MailText.Of("Finding.KeyReplaced.Logon"), logger);
        SenderRewriting = LoadOrReplace(
            storePath, SenderRewritingFile, MailText.Of("Finding.KeyReplaced.Senders"), logger);
        Passwords = LoadOrReplace(storePath, PasswordsFile, MailText.Of("Finding.KeyReplaced.Passwords"), logger);
    }

    /// <summary>Hides which accounts exist.</summary>
    public byte[] Logon { get; }

    /// <summary>Signs the senders of mail that is forwarded.</summary>
    public byte[] SenderRewriting { get; }

    /// <summary>Encrypts passwords for other servers.</summary>
    public byte[] Passwords { get; }

    /// <summary>The keys that had to be replaced.</summary>
    public IReadOnlyList<MailStoreFinding> Findings => findings;

    /// <summary>Makes the keys of a new store.</summary>
    /// <exception cref="IOException">The disk refuses it.</exception>
    public static void Create(string storePath)
    {
        foreach (string name in (string[])[LogonFile, SenderRewritingFile, PasswordsFile])
        {
            Create(storePath, name);
        }
    }

    /// <summary>Reads the keys of a store.</summary>
    /// <exception cref="IOException">One cannot be read, or not be replaced.</exception>
    public static StoreKeys Load(string storePath, ILogger logger) => new(storePath, logger);

    private static byte[] Create(string storePath, string fileName)
    {
        byte[] key = RandomNumberGenerator.GetBytes(Length);
        PrivateFile.WriteDurably(Path.Combine(storePath, fileName), key);
        return key;
    }

    private byte[] LoadOrReplace(string storePath, string fileName, MailText finding, ILogger logger)
    {
        string path = Path.Combine(storePath, fileName);
        bool exists = File.Exists(path);
        if (exists)
        {
            byte[] key = File.ReadAllBytes(path);
            if (key.Length == Length)
            {
                return key;
            }

            // Somebody may know more of it than this.
            File.Move(path, path + ".damaged", overwrite: true);
        }

        byte[] replacement = Create(storePath, fileName);
        findings.Add(new MailStoreFinding
        {
            Code = "KeyReplaced",
            Severity = FindingSeverity.Warning,
            Target = path,
            Text = finding,
        });
        ServerLog.KeyReplaced(logger, path, exists ? "damaged" : "missing");
        return replacement;
    }
}

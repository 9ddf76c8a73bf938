using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>
/// A healthy mail server in as few lines as MailKit needs, each answer of which can be made wrong. It is not ours on
/// purpose: a diagnosis is about servers of others.
/// </summary>
internal sealed record FakeMailServer(MailProtocol Protocol)
{
    public bool Implicit { get; init; }

    public bool OffersStartTls { get; init; } = true;

    /// <summary>The refusal of STARTTLS, without its tag; null: it is taken.</summary>
    public string? StartTlsRefusal { get; init; }

    /// <summary>Another handshake than a good one; null: it is good.</summary>
    public Func<FaultConnection, Task>? Handshake { get; init; }

    public X509Certificate2 Certificate { get; init; } = TestCertificates.Good;

    public string? Greeting { get; init; }

    /// <summary>What is offered to log on with, as the server writes it.</summary>
    public string Mechanisms { get; init; } = "PLAIN";

    /// <summary>Whether IMAP takes LOGIN beside the mechanisms.</summary>
    public bool TakesLogin { get; init; } = true;

    /// <summary>The refusal of a logon, without its tag; null: it is taken.</summary>
    public string? LogonRefusal { get; init; }

    /// <summary>The refusal of the mailbox or of a recipient; null: it is taken.</summary>
    public string? MailboxRefusal { get; init; }

    /// <summary>Used and allowed kilobytes of the account.</summary>
    public (int Used, int Limit)? Quota { get; init; }

    public FaultServer Start() => new(ServeAsync);

    private async Task ServeAsync(FaultConnection connection)
    {
        if (Implicit)
        {
            await StartTlsAsync(connection);
        }

        await connection.SendAsync(Greeting ?? Protocol switch
        {
            MailProtocol.Pop3 => "+OK ready",
            MailProtocol.Imap => "* OK ready",
            _ => "220 mail.example ESMTP",
        });
        while (await connection.ReadLineAsync() is { } line)
        {
            Func<FaultConnection, string, Task> answer = Protocol switch
            {
                MailProtocol.Pop3 => AnswerPop3Async,
                MailProtocol.Imap => AnswerImapAsync,
                _ => AnswerSmtpAsync,
            };
            await answer(connection, line);
        }
    }

    private Task AnswerSmtpAsync(FaultConnection connection, string line) => Verb(line, 0) switch
    {
        "EHLO" => connection.SendAsync("250-mail.example\r\n250-SIZE 1000000"
            + (OffersStartTls && !connection.IsTls ? "\r\n250-STARTTLS" : "")
            + (Mechanisms.Length > 0 ? $"\r\n250-AUTH {Mechanisms}" : "") + "\r\n250 8BITMIME"),
        "STARTTLS" => UpgradeAsync(connection, StartTlsRefusal ?? "220 go ahead"),
        "AUTH" => connection.SendAsync(LogonRefusal ?? "235 2.7.0 welcome"),
        "RCPT" => connection.SendAsync(MailboxRefusal ?? "250 2.1.5 fine"),
        "QUIT" => connection.SendAsync("221 bye"),
        _ => connection.SendAsync("250 2.0.0 fine"),
    };

    private Task AnswerPop3Async(FaultConnection connection, string line) => Verb(line, 0) switch
    {
        "CAPA" => connection.SendAsync("+OK\r\nUIDL"
            + (OffersStartTls && !connection.IsTls ? "\r\nSTLS" : "")
            + (Mechanisms.Length > 0 ? $"\r\nSASL {Mechanisms}" : "") + "\r\n."),
        "STLS" => UpgradeAsync(connection, StartTlsRefusal ?? "+OK go ahead"),
        "AUTH" => AnswerAuthAsync(connection),
        "STAT" => connection.SendAsync("+OK 3 1024"),
        _ => connection.SendAsync("+OK"),
    };

    private async Task AnswerAuthAsync(FaultConnection connection)
    {
        await connection.SendAsync("+ ");
        await connection.ReadLineAsync();
        await connection.SendAsync(LogonRefusal ?? "+OK welcome");
    }

    private async Task AnswerImapAsync(FaultConnection connection, string line)
    {
        string tag = line.Split(' ')[0];
        switch (Verb(line, 1))
        {
            case "CAPABILITY":
                await connection.SendAsync("* CAPABILITY IMAP4rev1 SASL-IR QUOTA"
                    + (OffersStartTls && !connection.IsTls ? " STARTTLS" : "")
                    + string.Concat(
                        Mechanisms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $" AUTH={name}"))
                    + (Mechanisms.Length == 0 || !TakesLogin ? " LOGINDISABLED" : "") + $"\r\n{tag} OK done");
                break;
            case "STARTTLS":
                await UpgradeAsync(connection, $"{tag} {StartTlsRefusal ?? "OK go ahead"}");
                break;
            case "AUTHENTICATE":
                await connection.SendAsync($"{tag} {LogonRefusal ?? "OK welcome"}");
                break;
            case "LIST":
                await connection.SendAsync($"* LIST () \"/\" INBOX\r\n{tag} OK done");
                break;
            case "EXAMINE":
                await connection.SendAsync(MailboxRefusal is null
                    ? $"* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 1]\r\n{tag} OK [READ-ONLY] done"
                    : $"{tag} {MailboxRefusal}");
                break;
            case "GETQUOTAROOT":
                await connection.SendAsync("* QUOTAROOT INBOX \"\""
                    + (
                        Quota is { } quota
                            ? $"\r\n* QUOTA \"\" (STORAGE {quota.Used} {quota.Limit})"
                            : "") + $"\r\n{tag} OK done");
                break;
            default:
                await connection.SendAsync($"{tag} OK done");
                break;
        }
    }

    private async Task UpgradeAsync(FaultConnection connection, string answer)
    {
        await connection.SendAsync(answer);
        if (StartTlsRefusal is null)
        {
            await StartTlsAsync(connection);
        }
    }

    private Task StartTlsAsync(FaultConnection connection) =>
        Handshake?.Invoke(connection) ?? connection.StartTlsAsync(Certificate);

    /// <summary>Answers as a server that has only TLS 1.0 and 1.1: newer clients get an alert.</summary>
    public static async Task AnswerOldVersionsAsync(FaultConnection connection)
    {
        byte[] hello = await connection.ReadSomeAsync();
        byte[] message = [2, 0, 0, 38, hello[9], hello[10], .. new byte[32], 0, 0xC0, 0x13, 0];
        await connection.SendAsync(
            hello[10] < 3 ? [22, 3, 1, 0, (byte)message.Length, .. message] : [21, 3, 1, 0, 2, 2, 70]);
        await connection.DrainAsync();
    }

    private static string Verb(string line, int word) =>
        line.Split(' ').ElementAtOrDefault(word)?.ToUpperInvariant() ?? "";
}

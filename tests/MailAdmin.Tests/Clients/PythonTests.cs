using System.Text.Json;

namespace MailAdmin.Tests.Clients;

/// <summary>smtplib, poplib and imaplib of Python's standard library.</summary>
[Collection(nameof(ClientTests))]
public sealed class PythonTests(ClientServer server)
{
    [Fact]
    public async Task Smtplib_sends_with_STARTTLS() =>
        await SendAsync("python-smtp", MailProtocol.Smtp, TlsMode.StartTls, logOn: false);

    [Fact]
    public async Task Smtplib_submits_inside_TLS() =>
        await SendAsync("python-smtps", MailProtocol.Submission, TlsMode.Implicit, logOn: true);

    [Theory]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public async Task Poplib_fetches(TlsMode mode)
    {
        IReadOnlyList<byte[]> stored = await server.ReadStoredAsync(ClientServer.Reader);
        using ClientFolder folder = new();

        await RunAsync("pop3_fetch.py", Job(MailProtocol.Pop3, mode, ClientServer.Reader, ("folder", folder.Path)));

        ClientServer.RequireSame(stored, ClientFolder.ReadNumbered(folder.Path, stored.Count));
    }

    [Theory]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public async Task Imaplib_fetches(TlsMode mode)
    {
        IReadOnlyList<byte[]> stored = await server.ReadStoredAsync(ClientServer.Reader);
        using ClientFolder folder = new();

        await RunAsync(
            "imap_mail.py",
            Job(
                MailProtocol.Imap,
                mode,
                ClientServer.Reader,
                ("folder", folder.Path),
                ("mailbox", "INBOX"),
                ("files", Array.Empty<string>())));

        ClientServer.RequireSame(stored, ClientFolder.ReadNumbered(folder.Path, stored.Count));
    }

    [Fact]
    public async Task Imaplib_appends()
    {
        string account = await server.AddAccountAsync("python-append");
        using ClientFolder folder = new();
        IReadOnlyList<string> files = folder.Write(SentMessages.All);

        await RunAsync(
            "imap_mail.py",
            Job(
                MailProtocol.Imap,
                TlsMode.Implicit,
                account,
                ("folder", folder.Path),
                ("mailbox", "Appended"),
                ("files", files)));

        ClientServer.RequireSame(SentMessages.All, await server.ReadStoredAsync(account, "Appended"));
        ClientServer.RequireSame(SentMessages.All, ClientFolder.ReadNumbered(folder.Path, files.Count));
    }

    private async Task SendAsync(string name, MailProtocol protocol, TlsMode mode, bool logOn)
    {
        string account = await server.AddAccountAsync(name);
        IReadOnlyList<byte[]> messages = logOn ? SentMessages.ForSubmissionBy(account) : SentMessages.All;
        using ClientFolder folder = new();
        Dictionary<string, object> job = Job(
            protocol, mode, logOn
                ? account
                : "", ("sender", account), ("recipient", account), ("files", folder.Write(messages)));

        await RunAsync("smtp_send.py", job);

        await server.RequireDeliveredAsync(account, messages);
    }

    private Dictionary<string, object> Job(
        MailProtocol protocol, TlsMode mode, string user, params (string Name, object Value)[] more)
    {
        Dictionary<string, object> job = new()
        {
            ["host"] = ClientServer.Host,
            ["port"] = server.Port(protocol, mode),
            ["mode"] = mode == TlsMode.Implicit ? "ssl" : "starttls",
            ["ca"] = server.Authority,
            ["user"] = user,
            ["password"] = ClientServer.Password,
        };
        foreach ((string key, object value) in more)
        {
            job[key] = value;
        }

        return job;
    }

    private static Task<string> RunAsync(string script, Dictionary<string, object> job) => ClientProcess.RunAsync(
        ClientProcess.Require("python3"), [Path.Combine(AppContext.BaseDirectory, "Clients", script)], JsonSerializer.Serialize(job));
}

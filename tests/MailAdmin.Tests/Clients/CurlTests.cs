using System.Text;

namespace MailAdmin.Tests.Clients;

[Collection(nameof(ClientTests))]
public sealed class CurlTests(ClientServer server)
{
    [Fact]
    public Task Curl_sends_over_smtp() => SendAsync("curl-smtp", "smtp", MailProtocol.Smtp, TlsMode.StartTls);

    [Fact]
    public Task Curl_sends_over_smtps() => SendAsync("curl-smtps", "smtps", MailProtocol.Submission, TlsMode.Implicit);

    [Theory]
    [InlineData("pop3", TlsMode.StartTls)]
    [InlineData("pop3s", TlsMode.Implicit)]
    public Task Curl_fetches_over_pop3(string scheme, TlsMode mode) =>
        FetchAsync($"{scheme}://localhost:{server.Port(MailProtocol.Pop3, mode)}/{{0}}");

    [Theory]
    [InlineData("imap", TlsMode.StartTls)]
    [InlineData("imaps", TlsMode.Implicit)]
    public Task Curl_fetches_over_imap(string scheme, TlsMode mode) =>
        FetchAsync($"{scheme}://localhost:{server.Port(MailProtocol.Imap, mode)}/INBOX;MAILINDEX={{0}}");

    [Fact]
    public async Task Curl_appends_over_imaps()
    {
        string account = await server.AddAccountAsync("curl-append");
        using ClientFolder folder = new();
        string url = $"imaps://localhost:{server.Port(MailProtocol.Imap, TlsMode.Implicit)}/Archive";

        await RunAsync(
            folder,
            folder.Write(SentMessages.All)
                .Select(file => $"url = \"{url}\"\nupload-file = \"{file}\"\n{Logon(account)}"));

        ClientServer.RequireSame(SentMessages.All, await server.ReadStoredAsync(account, "Archive"));
    }

    private async Task SendAsync(string name, string scheme, MailProtocol protocol, TlsMode mode)
    {
        string account = await server.AddAccountAsync(name);
        IReadOnlyList<byte[]> messages = protocol == MailProtocol.Submission
            ? SentMessages.ForSubmissionBy(account)
            : SentMessages.All;
        using ClientFolder folder = new();
        string common = $"url = \"{scheme}://localhost:{server.Port(protocol, mode)}/client.example.test\"\n"
            + $"mail-from = \"{account}\"\nmail-rcpt = \"{account}\"\n"
            + (protocol == MailProtocol.Submission ? Logon(account) : "");

        await RunAsync(folder, folder.Write(messages).Select(file => $"{common}upload-file = \"{file}\"\n"));

        await server.RequireDeliveredAsync(account, messages);
    }

    private async Task FetchAsync(string urlFormat)
    {
        IReadOnlyList<byte[]> stored = await server.ReadStoredAsync(ClientServer.Reader);
        using ClientFolder folder = new();
        IEnumerable<string> transfers = Enumerable.Range(1, stored.Count).Select(number =>
            $"url = \"{string.Format(System.Globalization.CultureInfo.InvariantCulture, urlFormat, number)}\"\n"
            + $"output = \"{folder[$"{number}.eml"]}\"\n{Logon(ClientServer.Reader)}");

        await RunAsync(folder, transfers);

        ClientServer.RequireSame(stored, ClientFolder.ReadNumbered(folder.Path, stored.Count));
    }

    private static string Logon(string account) => $"user = \"{account}:{ClientServer.Password}\"\n";

    /// <summary>All transfers by one process, which reuses its connection.</summary>
    private async Task RunAsync(ClientFolder folder, IEnumerable<string> transfers)
    {
        string curl = ClientProcess.Require("curl");
        string common = $"silent\nshow-error\nssl-reqd\nfail\ncacert = \"{server.Authority}\"\nmax-time = 60\n";
        StringBuilder config = new();
        foreach (string transfer in transfers)
        {
            config.Append(config.Length > 0 ? "next\n" : "").Append(common).Append(transfer);
        }

        await ClientProcess.RunAsync(
            curl, ["--disable", "--fail-early", "--config", folder.WriteSecret("curl.config", config.ToString())]);
    }
}

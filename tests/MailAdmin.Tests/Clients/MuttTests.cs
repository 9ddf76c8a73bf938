using System.Text;

namespace MailAdmin.Tests.Clients;

/// <summary>
/// mutt and NeoMutt log on with the strongest mechanism that GNU SASL and the server both have, and do not try another
/// when it fails. They write the message themselves, so what arrives is compared by subject and text.
/// </summary>
[Collection(nameof(ClientTests))]
public sealed class MuttTests(ClientServer server)
{
    private const string Text = "Grüße, 会議\n.\n.. and the end\n";

    [Theory]
    [InlineData("mutt", TlsMode.Implicit)]
    [InlineData("mutt", TlsMode.StartTls)]
    [InlineData("neomutt", TlsMode.Implicit)]
    [InlineData("neomutt", TlsMode.StartTls)]
    public async Task Mutt_submits_inside_TLS_1_3(string program, TlsMode mode)
    {
        string path = ClientProcess.Require(program);
        string account = await server.AddAccountAsync($"{program}-{mode}");
        using ClientFolder folder = new();
        bool isImplicit = mode == TlsMode.Implicit;
        string config = folder.WriteSecret(
            "muttrc",
            $"""
            set from="{account}"
            set realname="Mutt"
            set use_envelope_from=yes
            set hostname="client.example.test"
            set smtp_url="{(isImplicit ? "smtps" : "smtp")}://{account}@{ClientServer.Host}:{server.Port(MailProtocol.Submission, mode)}"
            set smtp_pass="{ClientServer.Password}"
            set ssl_force_tls=yes
            set ssl_starttls=yes
            set ssl_ca_certificates_file="{server.Authority}"
            set certificate_file="{folder["certificates"]}"
            set charset="utf-8"
            set send_charset="utf-8"
            set copy=no
            set folder="{folder.Folder("mail")}"
            set spoolfile="{folder["mail"]}"
            """ + "\n");

        await ClientProcess.RunAsync(
            path,
            ["-n", "-F", config, "-s", "Sent by a client", "--", account],
            Text,
            [("HOME", folder.Path), ("LC_ALL", "C.UTF-8"), ("TERM", "dumb")]);

        string stored = Encoding.UTF8.GetString(Assert.Single(await server.ReadStoredAsync(account)));
        Assert.Contains("\r\nSubject: Sent by a client\r\n", stored, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Text.Replace("\n", "\r\n", StringComparison.Ordinal), stored, StringComparison.Ordinal);

        // The names of TLS 1.3 say nothing of a key exchange. RFC 8446 §B.4
        Assert.Matches("\r\n\ttls TLS_(AES|CHACHA20)_", stored);
        Assert.Contains(" with ESMTPSA ", stored, StringComparison.Ordinal);
    }
}

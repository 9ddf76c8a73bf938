namespace MailAdmin.Tests.Clients;

/// <summary>
/// fetchmail hands each message to a program, with the line ends of this system, and with a Received field of its own.
/// What follows that must be what is stored. It ends a header that has no end with a blank line.
/// </summary>
[Collection(nameof(ClientTests))]
public sealed class FetchmailTests(ClientServer server)
{
    [Theory]
    [InlineData("POP3", MailProtocol.Pop3, TlsMode.StartTls)]
    [InlineData("POP3", MailProtocol.Pop3, TlsMode.Implicit)]
    [InlineData("IMAP", MailProtocol.Imap, TlsMode.StartTls)]
    [InlineData("IMAP", MailProtocol.Imap, TlsMode.Implicit)]
    public async Task Fetchmail_fetches_all(string name, MailProtocol protocol, TlsMode mode)
    {
        string fetchmail = ClientProcess.Require("fetchmail");
        using ClientFolder folder = new();
        string save = folder["save.sh"];
        File.WriteAllText(
            save,
            $"#!/bin/sh\nn=$(cat {folder["count"]})\nn=$((n + 1))\necho $n > {folder["count"]}\ncat > {folder.Path}/$n.eml\n");
        File.WriteAllText(folder["count"], "0");
        string security = mode == TlsMode.Implicit ? "ssl" : "sslproto \"TLS1+\"";
        string config = folder.WriteSecret(
            "fetchmailrc",
            $"set invisible\npoll {ClientServer.Host} protocol {name} port {server.Port(protocol, mode)} auth password bad-header accept\n"
            + $"user \"{ClientServer.Reader}\" password \"{ClientServer.Password}\" {security} sslcertck sslcertfile \"{server.Authority}\"\n"
            + $"fetchall keep no rewrite fetchlimit 0 mda \"/bin/sh {save}\"\n");

        string said = await ClientProcess.RunAsync(
            fetchmail, ["-f", config, "--nosyslog", "--pidfile", folder["pid"], "--idfile", folder["ids"]], environment: [("FETCHMAILHOME", folder.Path), ("HOME", folder.Path)]);

        Assert.True(File.ReadAllText(folder["count"]).Trim() == $"{SentMessages.All.Count}", said);
        IReadOnlyList<byte[]> sent = [.. SentMessages.All.Select(LineEnds.ToLf).Select(AsSaved)];
        IReadOnlyList<byte[]> fetched = ClientFolder.ReadNumbered(folder.Path, sent.Count);
        for (int i = 0; i < sent.Count; i++)
        {
            Assert.True(
                fetched[i].AsSpan().EndsWith(sent[i]),
                $"Message {i + 1}:\n{System.Text.Encoding.Latin1.GetString(fetched[i].AsSpan(0, Math.Min(900, fetched[i].Length)))}");
        }
    }

    private static byte[] AsSaved(byte[] message) =>
        message.AsSpan().StartsWith("\n"u8) || message.AsSpan().IndexOf("\n\n"u8) >= 0
            ? message
            : [.. message, .. "\n"u8];
}

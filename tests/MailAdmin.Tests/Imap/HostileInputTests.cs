using MailAdmin.Contracts;

namespace MailAdmin.Tests.Imap;

public sealed class HostileInputTests
{
    [Fact]
    public async Task A_message_that_cannot_be_kept_is_refused_and_its_octets_are_no_commands()
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        using ImapTestClient client = await ImapTestClient.ConnectAsync(server);
        Directory.Delete(Path.Combine(server.StorePath, "mail", "large"), recursive: true);
        string body = string.Concat(Enumerable.Repeat("x CREATE smuggled\r\n", 150_000));

        string tag = await client.SendAsync($"APPEND INBOX {{{body.Length}+}}\r\n{body}");
        string answer = await client.ReadToAsync(tag);

        Assert.StartsWith("NO", answer, StringComparison.Ordinal);
        List<string> untagged = [];
        client.OnUntagged = untagged.Add;
        await client.ExpectOkAsync("NOOP");
        Assert.Empty(untagged);
        Assert.Null(await server.Mailboxes.FindAsync(server.AccountId, "smuggled", default));
    }

    [Theory]
    [InlineData("LOGIN {0+}")]
    [InlineData("APPEND INBOX {0+}")]
    public async Task A_command_of_lines_without_end_is_not_kept_in_memory(string start)
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        using ImapTestClient client = await ImapTestClient.ConnectAsync(server, logOn: false);

        await client.WriteAsync($"a {start}\r\n");
        for (int i = 0; i < 18; i++)
        {
            await client.WriteAsync(new string('x', 60_000) + " {0+}\r\n");
        }

        Assert.StartsWith("a BAD ", await client.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.StartsWith("* BYE ", await client.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_of_a_command_may_be_no_longer_than_one_line()
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        using ImapTestClient client = await ImapTestClient.ConnectAsync(server, logOn: false);
        string line = new('x', 40_000);

        string answer = await client.CommandAsync($"LOGIN {line} {{1+}}\r\ny{line} {{1}}");

        Assert.StartsWith("BAD", answer, StringComparison.Ordinal);
        await client.ExpectOkAsync("NOOP");
    }

    [Fact]
    public async Task A_command_of_short_lines_and_literals_is_understood()
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        using ImapTestClient client = await ImapTestClient.ConnectAsync(server, logOn: false);

        await client.ExpectOkAsync(
            $"LOGIN {{{ImapTestServer.Account.Length}+}}\r\n{ImapTestServer.Account} "
            + $"{{{ImapTestServer.Password.Length}+}}\r\n{ImapTestServer.Password}");
    }
}

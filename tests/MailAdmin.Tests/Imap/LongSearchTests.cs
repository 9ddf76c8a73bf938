using System.Buffers.Binary;
using System.Text;

namespace MailAdmin.Tests.Imap;

/// <summary>A search costs no more than it may, and one message does not spoil it.</summary>
public sealed class LongSearchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // Not ASCII, so that each text is compared character by character.
    private static readonly string Keys =
        string.Join(' ', Enumerable.Range(0, 450).Select(i => $"NOT BODY \"\u00c3\u00a4 {i}\""));

    private static readonly byte[] LongMessage =
        [.. "Subject: x\r\n\r\n"u8, .. Enumerable.Repeat("Gr\u00fc\u00dfe und mehr.\r\n", 8_000)
            .SelectMany(Encoding.UTF8.GetBytes)];

    [Fact]
    public async Task A_message_whose_structure_is_damaged_hides_no_other_from_SEARCH_and_FETCH()
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        byte[][] message = ["Subject: x\r\n\r\nneedle\r\n"u8.ToArray()];
        await server.DeliverAsync(message);
        await server.DeliverAsync(message, DamageParts);
        await server.DeliverAsync(message);
        using ImapTestClient client = await ImapTestClient.ConnectAsync(server);
        await client.ExpectOkAsync("SELECT INBOX");
        List<string> untagged = [];
        client.OnUntagged = untagged.Add;

        foreach (string key in (string[])["BODY needle", "TEXT needle", "HEADER Subject x"])
        {
            untagged.Clear();
            await client.ExpectOkAsync($"SEARCH {key}");

            string found = Assert.Single(untagged);
            Assert.StartsWith("SEARCH 1 ", found, StringComparison.Ordinal);
            Assert.EndsWith("3", found, StringComparison.Ordinal);
        }

        untagged.Clear();
        await client.CommandAsync("FETCH 1:3 BODY.PEEK[TEXT]");
        Assert.Contains(untagged, response => response.StartsWith("3 FETCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_ends_when_its_client_is_gone()
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        await server.DeliverAsync(LongMessage);
        using (ImapTestClient client = await ImapTestClient.ConnectAsync(server))
        {
            await client.ExpectOkAsync("SELECT INBOX");
            for (int i = 0; i < 10; i++)
            {
                await client.ExpectOkAsync("COPY 1:* INBOX");
            }

            string tag = await client.SendAsync("NOOP");
            await client.SendAsync("SEARCH " + Keys);
            await client.ReadToAsync(tag);
        }

        await server.SessionsEnded.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_search_ends_when_its_time_is_used_up()
    {
        ServerLimits limits = new() { ImapSearchTime = TimeSpan.FromMilliseconds(50) };
        await using ImapTestServer server = await ImapTestServer.StartAsync(limits: limits);
        await server.DeliverAsync([.. Enumerable.Repeat(LongMessage, 20)]);
        using ImapTestClient client = await ImapTestClient.ConnectAsync(server);
        await client.ExpectOkAsync("SELECT INBOX");

        string answer = await client.CommandAsync("SEARCH " + Keys);

        Assert.StartsWith("NO [LIMIT]", answer, StringComparison.Ordinal);
        await client.ExpectOkAsync("SEARCH 1");
    }

    // Where the content of the first part begins, far beyond its end; the length of all stays right.
    private static byte[] DamageParts(byte[] structure)
    {
        int parts = 40;
        for (int text = 0; text < 5; text++)
        {
            parts += Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(structure.AsSpan(20 + (4 * text))));
        }

        BinaryPrimitives.WriteInt32LittleEndian(structure.AsSpan(20), -2);
        structure.AsSpan(parts + 8, 16).Fill(0xF0);
        return structure;
    }
}

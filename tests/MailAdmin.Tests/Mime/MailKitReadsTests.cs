using MailAdmin.Tests.Imap;
using MailAdmin.Tests.Messages;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace MailAdmin.Tests.Mime;

/// <summary>
/// A client that everybody uses understands the structures of all messages and finds the parts that they tell of.
/// </summary>
public sealed class MailKitReadsTests
{
    [Fact]
    public async Task MailKit_reads_every_structure_and_every_part()
    {
        TestMessage[] messages = [.. TestMessages.All.Where(message => !message.Bytes.Contains((byte)0))];
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        await server.DeliverAsync([.. messages.Select(message => message.Bytes)]);
        using ImapClient client = new();
        await client.ConnectAsync(
            "127.0.0.1", server.Port, SecureSocketOptions.None, TestContext.Current.CancellationToken);
        await client.AuthenticateAsync(
            ImapTestServer.Account, ImapTestServer.Password, TestContext.Current.CancellationToken);
        IMailFolder inbox = client.Inbox!;
        await inbox.OpenAsync(FolderAccess.ReadOnly, TestContext.Current.CancellationToken);

        IList<IMessageSummary> summaries = await inbox.FetchAsync(
            0,
            -1,
            MessageSummaryItems.Envelope | MessageSummaryItems.BodyStructure,
            TestContext.Current.CancellationToken);

        Assert.Equal(messages.Length, summaries.Count);
        foreach (IMessageSummary summary in summaries)
        {
            TestMessage message = messages[summary.Index];
            (_, BodyPart bodyStructure) = await StructureCheck.RunAsync(message.Bytes);
            BodyPartBasic[] parts = [.. Leaves(summary.Body!)];
            BodyPart[] expected = [.. bodyStructure.All.Where(part => part.Size is not null)];
            Assert.Equal(expected.Select(Describe), parts.Select(Describe));

            // In a message that is itself message/rfc822, MailKit numbers the parts of the inner one without the 1
            // before them that RFC 3501 §6.4.5 gives them; what it then asks for is another part.
            if (summary.Body is BodyPartMessage)
            {
                continue;
            }

            // MailKit gives the text of a message the number of the part that holds it, or none.
            foreach (
                BodyPartBasic part in parts.DistinctBy(part => part.PartSpecifier)
                    .Where(part => part.PartSpecifier.Length > 0))
            {
                using Stream stream = await inbox.GetStreamAsync(
                    summary.Index, part.PartSpecifier, TestContext.Current.CancellationToken);
                Assert.True(
                    part.Octets == stream.Length,
                    $"{message.Name} part {part.PartSpecifier} ({part.ContentType.MimeType}): "
                    + $"{part.Octets} bytes are described, {stream.Length} came");
            }
        }
    }

    private static IEnumerable<BodyPartBasic> Leaves(MailKit.BodyPart part) => part switch
    {
        BodyPartMultipart multipart => multipart.BodyParts.SelectMany(Leaves),
        BodyPartMessage message => [message, .. Leaves(message.Body!)],
        BodyPartBasic basic => [basic],
        _ => [],
    };

    private static string Describe(BodyPartBasic part) =>
        $"{part.ContentType.MimeType.ToUpperInvariant()} {part.Octets}";

    private static string Describe(BodyPart part) => $"{part.Type}/{part.Subtype} {part.Size}";
}

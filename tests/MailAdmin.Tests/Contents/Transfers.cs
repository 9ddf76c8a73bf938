using MailAdmin.Requests;
using MailAdmin.Server.Transfer;
using static MailAdmin.Tests.Contents.ContentStore;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Contents;

/// <summary>Exports and imports as the cmdlets do, and keeps the errors of single messages.</summary>
internal sealed class Transfers(IMailAdministration store)
{
    public List<(string Place, MailException Refusal)> Errors { get; } = [];

    private TransferReport Report => new((place, refusal) => Errors.Add((place, refusal)), (_, _) => { });

    public ValueTask<List<MailContentTransfer>> ExportAsync(
        MailContentFormat format, string path, ContentFilter? filter = null) =>
        new ContentExport(store, format, path, Report)
            .RunAsync(filter ?? new ContentFilter { Account = Ann }, None).ToListAsync();

    public ValueTask<List<MailContentTransfer>> ImportAsync(
        string path, string account = Ann, string? folder = null, MboxVariant variant = MboxVariant.Auto) =>
        new ContentImport(store, variant, Report, TimeProvider.System)
            .RunAsync(account, path, folder, None).ToListAsync();

    /// <summary>Every message of an account with folder, bytes, date to the second, and flags.</summary>
    public async Task<List<string>> DescribeAsync(string account)
    {
        List<string> found = [];
        await foreach (MailContent message in store.StreamAsync(
            new FindContent(new ContentFilter { Account = account }, WithFields: false), None))
        {
            byte[] bytes = await ReadAsync(message);
            found.Add($"{message.Folder} {message.Date:yyyy-MM-dd HH:mm:ss} {string.Join(' ', message.Flags.Order())} "
                + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes)) + " " + bytes.Length);
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    public async Task<byte[]> ReadAsync(MailContent message)
    {
        MemoryStream bytes = new();
        await foreach (ContentPiece piece in store.StreamAsync(
            new ReadContent(message.Account, message.Folder, message.UidValidity, [message.Uid]), None))
        {
            bytes.Write(piece.Bytes.Span);
        }

        return bytes.ToArray();
    }
}

using System.Runtime.CompilerServices;
using MailAdmin.Requests;
using MailAdmin.Server.Transfer;

namespace MailAdmin.Pipeline;

/// <summary>
/// Names what moves messages in and out; its assembly is loaded when one of these methods is first called.
/// </summary>
internal static class ContentAccess
{
    /// <summary>Writes messages to files.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IAsyncEnumerable<MailContentTransfer> ExportAsync(
        IMailAdministration store,
        ContentFilter filter,
        MailContentFormat format,
        string path,
        Action<string, MailException> failed,
        Action<int, string> advanced,
        CancellationToken cancellationToken) =>
        new ContentExport(store, format, path, new TransferReport(failed, advanced))
            .RunAsync(filter, cancellationToken);

    /// <summary>Reads messages from files.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IAsyncEnumerable<MailContentTransfer> ImportAsync(
        IMailAdministration store,
        (string Account, string Path, string? Folder) what,
        MboxVariant variant,
        Action<string, MailException> failed,
        Action<int, string> advanced,
        CancellationToken cancellationToken) =>
        new ContentImport(store, variant, new TransferReport(failed, advanced), TimeProvider.System)
            .RunAsync(what.Account, what.Path, what.Folder, cancellationToken);
}

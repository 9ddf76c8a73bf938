using System.Net;
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

    /// <summary>Copies messages from an IMAP server.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IAsyncEnumerable<MailContentTransfer> CopyAsync(
        IMailAdministration store,
        (string Account, string StateFolder) target,
        (string Server, int? Port, TlsMode Mode, bool SkipCertificateCheck, NetworkCredential Credential) from,
        Action<string, MailException> failed,
        Action<int, string> advanced,
        CancellationToken cancellationToken)
    {
        CopySource source = new()
        {
            Server = from.Server,
            Port = from.Port,
            TlsMode = from.Mode,
            SkipCertificateCheck = from.SkipCertificateCheck,
            Credential = from.Credential,
        };
        return new ContentCopy(store, source, target.StateFolder, new TransferReport(failed, advanced))
            .RunAsync(target.Account, cancellationToken);
    }
}

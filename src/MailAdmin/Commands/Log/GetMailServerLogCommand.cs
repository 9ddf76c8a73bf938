using System.Management.Automation;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Log;

/// <summary>Gets the log of the server, the newest entry first.</summary>
/// <remarks>
/// The log has listeners that start and stop, logons, refusals, attacks that were repelled, and everything that failed,
/// with its cause. It is in the folder 'log' of the store, at most 50 MB in 5 files, and is read from there: whether
/// the server runs or not. The path of a message is in Trace-MailMessage, changes by administrators are in
/// Get-MailChange. Control characters are shown as \u and their number. When a service of systemd runs the server, its
/// journal has the same entries.
/// </remarks>
/// <example>
///   <summary>See what went wrong since yesterday</summary>
///   <code>Get-MailServerLog -Since ([DateTime]::Today.AddDays(-1)) -Level Warning</code>
/// </example>
/// <example>
///   <summary>See the newest ten entries with their causes</summary>
///   <code>Get-MailServerLog -First 10 | Format-List</code>
/// </example>
/// <example>
///   <summary>Find what the log says about an address of the network</summary>
///   <code>Get-MailServerLog -Text 192.0.2.7</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailServerLog", HelpUri = HelpLocation.Root + "Get-MailServerLog")]
[OutputType(typeof(MailServerLogEntry))]
public sealed class GetMailServerLogCommand : AsyncMailAdminCmdlet
{
    /// <summary>
    /// Entries whose message or exception contains this text; with the wildcards '*' and '?', those that match it as a
    /// whole.
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Text { get; set; }

    /// <summary>Entries at this time or after it.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Entries of this level or above. Default: all.</summary>
    [Parameter]
    public MailLogLevel Level { get; set; }

    /// <summary>Only so many of the newest entries that match.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>Only so many of the oldest entries that match; with -First, of those.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the platform's
    /// data folder.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ServerLogFilter filter = new() { Since = Since, Level = Level, Text = Text, First = First, Last = Last };
        string path = Require(StorePath ?? "", () => ResolveStorePath(StorePath));
        Attempt(path, () =>
        {
            foreach (
                MailServerLogEntry entry in Stream(
                    cancellationToken => StoreAccess.ReadLogAsync(path, filter, WarnOfDamage, cancellationToken)))
            {
                WriteObject(entry);
            }
        });
    }

    private void WarnOfDamage(int count) =>
        Post(() => WriteWarning(MailText.Of("Warning.LogDamaged", count).ToString()));
}

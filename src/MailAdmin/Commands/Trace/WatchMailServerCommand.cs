using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Trace;

/// <summary>Shows server events as they happen, until you stop it with Ctrl+C.</summary>
/// <remarks>
/// Events are connections, logons, and messages accepted, refused, delivered, read and removed. Works from any process,
/// also before the listeners start and while they restart.
/// </remarks>
/// <example>
///   <summary>Watch everything</summary>
///   <code>Watch-MailServer</code>
/// </example>
/// <example>
///   <summary>Watch failed logons</summary>
///   <code>Watch-MailServer -Kind LogonFailed</code>
/// </example>
[Cmdlet(VerbsCommon.Watch, "MailServer", HelpUri = HelpLocation.Root + "Watch-MailServer")]
[OutputType(typeof(MailServerEvent))]
public sealed class WatchMailServerCommand : AsyncMailAdminCmdlet
{
    /// <summary>Only these kinds of events.</summary>
    [Parameter(Position = 0)]
    public MailServerEventKind[]? Kind { get; set; }

    /// <summary>Only events of accounts, senders or recipients that match; '*' and '?' are wildcards.</summary>
    [Parameter]
    [Alias("Address")]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string? Account { get; set; }

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the platform's
    /// data folder.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WildcardPattern? account = Account is { Length: > 0 } text
            ? AddressPattern.Matcher(AddressPattern.OfAddress(text))
            : null;
        string path = Require(StorePath ?? "", () => ResolveStorePath(StorePath));
        Require(path, () =>
        {
            foreach (
                MailServerEvent happened in Stream(
                    cancellationToken => StoreAccess.WatchAsync(path, cancellationToken)))
            {
                if (Matches(happened, account))
                {
                    WriteObject(ReaderTexts.ForReader(happened));
                }
            }

            return true;
        });
    }

    private bool Matches(MailServerEvent happened, WildcardPattern? account) =>
        (Kind is not { Length: > 0 } || Kind.Contains(happened.Kind))
        && (
            account is null
                || new[] { happened.Account, happened.Sender, happened.Recipient }.Any(
                    address => address is { Length: > 0 } && account.IsMatch(address)));
}

using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Stores;

/// <summary>Selects the store that the cmdlets of this session use.</summary>
/// <remarks>
/// The store must exist. Connecting does not lock it. -StorePath of a cmdlet takes precedence. ForEach-Object -Parallel
/// inherits the store. When Connect-MailStore fails, cmdlets without -StorePath fail too, until it succeeds or
/// Disconnect-MailStore is run: they do not fall back to another store. Damage that was found when the store was opened
/// is a warning for each finding; Test-MailStore has more about it.
/// </remarks>
/// <example>
///   <summary>Work with a store in another folder</summary>
///   <code>Connect-MailStore ./store</code>
/// </example>
[Cmdlet(VerbsCommunications.Connect, "MailStore", HelpUri = HelpLocation.Root + "Connect-MailStore")]
[OutputType(typeof(MailStore))]
public sealed class ConnectMailStoreCommand : AsyncMailAdminCmdlet
{
    /// <summary>The folder of the store. Default: $env:MAILADMIN_STORE, or the data folder of the user.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("StorePath")]
    [AllowNull]
    [AllowEmptyString]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Until it has succeeded; whatever goes wrong, Ctrl+C too.
        StoreConnection.Fail(Path ?? "");
        (string path, MailStore store) = Require(Path ?? "", () =>
        {
            string path = ResolveUnconnectedPath(Given());
            return (path, Send(OpenStore(path), new GetStore()));
        });
        StoreConnection.Select(path);
        foreach (MailStoreFinding finding in store.Finding)
        {
            WriteWarning(MailText.Of("Warning.StoreFinding", finding.Target, finding.Text).ToString());
        }

        WriteObject(store);
    }

    // A variable that is empty by mistake must not stand for the default store.
    private string? Given()
    {
        return MyInvocation.BoundParameters.ContainsKey(nameof(Path)) && string.IsNullOrWhiteSpace(Path)
            ? throw MailException.Of(MailError.StoreNotFound.As("NoPath"))
            : Path;
    }
}

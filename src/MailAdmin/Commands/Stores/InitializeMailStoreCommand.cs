using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Stores;

/// <summary>Creates a store: a folder that holds domains, accounts and mail.</summary>
/// <remarks>
/// The folder is created when it does not exist; a folder that holds other files is refused. Other cmdlets use the
/// store by -StorePath, Connect-MailStore, $env:MAILADMIN_STORE, or because it is the default: MailAdmin in the data
/// folder of the user (~/.local/share on Linux, ~/Library/Application Support on macOS, %LOCALAPPDATA% on Windows).
/// </remarks>
/// <example>
///   <summary>Make a store in the default folder</summary>
///   <code>Initialize-MailStore -HostName mail.example.test</code>
/// </example>
/// <example>
///   <summary>Make a store whose postmaster mail goes to an account that will be created</summary>
///   <code>Initialize-MailStore -Path ./store -HostName mail.example.test -AdminAddress admin@example.test</code>
/// </example>
[Cmdlet(VerbsData.Initialize, "MailStore", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Initialize-MailStore")]
[OutputType(typeof(MailStore))]
public sealed class InitializeMailStoreCommand : AsyncMailAdminCmdlet
{
    /// <summary>The folder. Default: $env:MAILADMIN_STORE, or the data folder of the user.</summary>
    [Parameter(Position = 0)]
    [Alias("StorePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The name in greetings and in the certificate that is made when none is given. Default: the name of the machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>Receives the mail for postmaster and abuse of every domain. Default: it is kept in an account made for it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AdminAddress { get; set; }

    /// <summary>Leaves a store that is there as it is and writes it, instead of reporting an error.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Require(Path ?? "", () =>
        {
            string path = ResolveStorePath(Path);
            EmailAddress? admin = AdminAddress is null ? null : EmailAddress.Parse(AdminAddress);
            if (ShouldProcess(path, MailText.Of("Action.CreateStore")))
            {
                WriteObject(Call(cancellationToken => StoreAccess.InitializeAsync(path, HostName, admin, Force, cancellationToken)));
            }

            return true;
        });
    }
}

using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Changes;

/// <summary>Gets the change journal: who changed what, when, and by which command.</summary>
/// <remarks>
/// Every change of the settings, domains, accounts, aliases and groups is written, the newest first. Before and After
/// have the properties that differ; a password is never shown. A change must meet all conditions that are given; texts
/// may contain the wildcards '*' and '?'. The changes of one command have the same Sequence.
/// </remarks>
/// <example>
///   <summary>See the last ten changes</summary>
/// <code>Get-MailChange -First 10</code> </example> <example>
///   <summary>See everything that happened to an account</summary>
/// <code>Get-MailChange ann@example.test | Format-List</code> </example> <example>
///   <summary>See what was removed since yesterday</summary>
/// <code>Get-MailChange -Since ([DateTime]::Today.AddDays(-1)) -Command Remove-*</code> </example>
[Cmdlet(VerbsCommon.Get, "MailChange", HelpUri = HelpLocation.Root + "Get-MailChange")]
[OutputType(typeof(MailChange))]
public sealed class GetMailChangeCommand : MailAdminCmdlet
{
    /// <summary>Changes of objects with this address or name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Address", "Name")]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string? Target { get; set; }

    /// <summary>Changes at this time or after it.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Changes by this user of the operating system.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Who { get; set; }

    /// <summary>Changes by this command.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Command { get; set; }

    /// <summary>Only so many of the newest changes that match.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ChangeFilter filter = new() { Since = Since, Who = Who, Target = Target, Command = Command, First = First };
        Attempt(Target ?? "", () => WriteEach(Stream(new FindChanges(filter))));
    }
}

using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Aliases;

/// <summary>Gets aliases, with the addresses that finally receive their mail.</summary>
/// <remarks>An address without wildcards that does not exist is an error; a pattern may match nothing.</remarks>
/// <example>
///   <summary>List the aliases of a domain</summary>
///   <code>Get-MailAlias *@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailAlias", HelpUri = HelpLocation.Root + "Get-MailAlias")]
[OutputType(typeof(MailAlias))]
public sealed class GetMailAliasCommand : MailAdminCmdlet
{
    /// <summary>
    /// The address; '*' and '?' are wildcards. Default: all. A domain from the pipeline stands for its aliases.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address), DomainMeansItsAddresses = true)]
    [ArgumentCompleter(typeof(AliasAddressCompleter))]
    [SupportsWildcards]
    public string[] Address { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(
                text,
                () =>
                    WriteEach(
                        Find(
                            text,
                            new GetAliases(AddressPattern.ReadAddress(text)),
                            () => MailException.Of(MailError.AliasNotFound, text))));
        }
    }
}

using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Sessions;

/// <summary>Gets the open connections.</summary>
/// <remarks>Shows the connections to the listeners of the process that owns the store, from any process.</remarks>
/// <example>
///   <summary>See who is connected</summary>
///   <code>Get-MailSession</code>
/// </example>
/// <example>
///   <summary>See the sessions of one account by IMAP</summary>
///   <code>Get-MailSession -Account ann@example.test -Protocol Imap</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailSession", HelpUri = HelpLocation.Root + "Get-MailSession")]
[OutputType(typeof(MailSession))]
public sealed class GetMailSessionCommand : MailAdminCmdlet
{
    /// <summary>The number of the session. Default: all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    public long[]? Id { get; set; }

    /// <summary>Only sessions of accounts that match; '*' and '?' are wildcards.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [Identity(nameof(Account), "Address")]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string[]? Account { get; set; }

    /// <summary>Only sessions of these protocols.</summary>
    [Parameter]
    public MailProtocol[]? Protocol { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Attempt("", () =>
        {
            IReadOnlyList<MailSession> sessions = Send(new GetSessions());
            foreach (MailSession session in sessions.Where(Matches))
            {
                WriteObject(session);
            }

            foreach (long id in (Id ?? []).Where(id => sessions.All(session => session.Id != id)))
            {
                Attempt(id, () => throw MailException.Of(MailError.SessionNotFound, id));
            }
        });
    }

    private bool Matches(MailSession session) =>
        (Id is null || Id.Contains(session.Id))
        && (Protocol is null || Protocol.Contains(session.Protocol))
        && (
            Account is null
                || Account.Any(
                    pattern =>
                        session.Account is { } account
                            && AddressPattern.Matcher(AddressPattern.OfAddress(pattern))
                                .IsMatch(AddressPattern.OfAddress(account))));
}

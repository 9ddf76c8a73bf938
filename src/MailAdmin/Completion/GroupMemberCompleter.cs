using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>
/// Completes members: those of the group, or of all groups, where one is removed; accounts where one is added.
/// </summary>
internal sealed class GroupMemberCompleter : StoreCompleter
{
    private readonly AccountAddressCompleter accounts = new();

    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken)
    {
        if (!input.Command.StartsWith("Remove", StringComparison.OrdinalIgnoreCase))
        {
            return accounts.FindAsync(administration, input, cancellationToken);
        }

        string group = AddressPattern.OfAddress(input.ValueOf(nameof(MailGroup.Address)) ?? "*");
        return administration.StreamAsync(new GetGroups(group), cancellationToken)
            .SelectMany(found => found.Member)
            .Where(input.Begins)
            .Distinct();
    }
}

using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes names of app passwords: of the account that is given, or of all.</summary>
internal sealed class AppPasswordNameCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken)
    {
        string account = AddressPattern.OfAddress(input.ValueOf(nameof(MailAppPassword.Address)) ?? "*");
        return administration.StreamAsync(new GetAppPasswords(account, input.Word + "*"), cancellationToken)
            .Select(app => app.Name)
            .Distinct();
    }
}

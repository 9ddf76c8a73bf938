using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>Completes names of app passwords.</summary>
internal sealed class AppPasswordNameCompleter : StoreCompleter
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, string word, CancellationToken cancellationToken) =>
        administration.StreamAsync(new GetAppPasswords("*", word + "*"), cancellationToken)
            .Select(app => app.Name)
            .Distinct();
}

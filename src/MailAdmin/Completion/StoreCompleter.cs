using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Completion;

/// <summary>
/// Completes from what is in the store. Never throws and never waits long: who presses Tab wants to type on.
/// </summary>
internal abstract class StoreCompleter : IArgumentCompleter
{
    /// <summary>More than anyone reads.</summary>
    protected const int MaxItems = 100;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string? path = fakeBoundParameters["StorePath"] as string ?? (StoreConnection.IsFailed
            ? null
            : StoreConnection.Path ?? StoreLocation.Default);
        if (path is null || !Directory.Exists(path))
        {
            return [];
        }

        CompletionInput input = new(
            commandName, parameterName, wordToComplete.Trim('\'', '"'), fakeBoundParameters);
        using CancellationTokenSource limit = new(Timeout);
        try
        {
            List<string> found = PipelinePump.Wait(
                Task.Run(
                    () => FindAsync(Path.GetFullPath(path), input, limit.Token), limit.Token));
            return found.Select(
                text => new CompletionResult(Quote(text), text, CompletionResultType.ParameterValue, text));
        }
        catch (Exception exception) when (
            exception is MailException or OperationCanceledException or IOException or NotImplementedException)
        {
            return [];
        }
    }

    /// <summary>What begins with the word that is typed.</summary>
    protected internal abstract IAsyncEnumerable<string> FindAsync(
        IMailAdministration administration, CompletionInput input, CancellationToken cancellationToken);

    private static string Quote(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+')
            && !text.StartsWith('@')
            ? text
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

    private async Task<List<string>> FindAsync(
        string path, CompletionInput input, CancellationToken cancellationToken)
    {
        OpenStore store = await StoreAccess.OpenAsync(path, forListeners: false, cancellationToken);
        await using IAsyncDisposable lease = store.Lease;
        return await FindAsync(store.Administration, input, cancellationToken)
            .Take(MaxItems)
            .ToListAsync(cancellationToken);
    }
}

using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Local;
using MailAdmin.Pipeline;

namespace MailAdmin.Diagnosis;

/// <summary>Opens the local store for a diagnosis that can do without one.</summary>
internal static class LocalServers
{
    /// <summary>What the store knows for a test of connections; null when there is no store.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<LocalServer?> FindAsync(ConnectionQuestion question, CancellationToken cancellationToken)
    {
        if (question.StorePath is null)
        {
            return null;
        }

        // About another server the store has nothing to say that is worth waiting for.
        bool isOptional = question.Server is not null;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(isOptional ? question.Timeout : Timeout.InfiniteTimeSpan);
        try
        {
            return await AskAsync(
                question.StorePath, question.Address, question.Credential?.UserName, limit.Token);
        }
        catch (MailException exception) when (isOptional || exception.Error == MailError.StoreNotFound)
        {
            return null;
        }
        catch (OperationCanceledException) when (isOptional && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>What the store knows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<LocalServer> AskAsync(
        string storePath, EmailAddress? recipient, string? userName, CancellationToken cancellationToken)
    {
        OpenStore store = await StoreAccess.OpenAsync(storePath, forListeners: false, cancellationToken);
        await using (store.Lease)
        {
            return await LocalServer.AskAsync(store.Administration, recipient, userName, cancellationToken);
        }
    }
}

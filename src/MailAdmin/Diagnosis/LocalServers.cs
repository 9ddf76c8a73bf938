using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Local;
using MailAdmin.Pipeline;

namespace MailAdmin.Diagnosis;

/// <summary>Opens the local store for a diagnosis.</summary>
internal static class LocalServers
{
    /// <summary>What a store knows of an address and of who logs on; null when there is no store.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<LocalServer?> FindAsync(
        OptionalStore store, EmailAddress? recipient, string? userName, CancellationToken cancellationToken)
    {
        bool isOptional = store.MaxWait is not null;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(store.MaxWait ?? Timeout.InfiniteTimeSpan);
        try
        {
            return await AskAsync(store.Path, recipient, userName, limit.Token);
        }
        catch (MailException exception)
            when (isOptional || (exception.Error == MailError.StoreNotFound && !store.IsGiven))
        {
            return null;
        }
        catch (OperationCanceledException) when (isOptional && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>What a store knows.</summary>
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

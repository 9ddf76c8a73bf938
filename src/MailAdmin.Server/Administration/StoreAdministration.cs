using MailAdmin.Contracts;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration;

/// <summary>The store as a whole, as cmdlets ask for it.</summary>
internal sealed class StoreAdministration(IMailStorage storage, SecretBox secrets)
{
    public async Task<MailStore> GetAsync(CancellationToken cancellationToken)
    {
        StoreSettings settings = await storage.Directory.GetSettingsAsync(cancellationToken);
        (long size, long messages) = await storage.MeasureAsync(cancellationToken);
        (int accounts, _) = await storage.Directory.CountAsync(domain: null, cancellationToken);
        int domains = 0;
        await foreach (DomainRecord _ in storage.Directory.ListDomainsAsync(cancellationToken))
        {
            domains++;
        }

        return new MailStore
        {
            Path = storage.Path,
            HostName = settings.HostName,
            SchemaVersion = storage.SchemaVersion,
            Size = size,
            DomainCount = domains,
            AccountCount = accounts,
            MessageCount = messages,
            Created = settings.Created,
            OwnerProcessId = Environment.ProcessId,
            AdminAddress = settings.AdminAddress,
            MaxMessageSize = settings.MaxMessageSize,
            MaxRecipients = settings.MaxRecipients,
            DefaultQuota = settings.DefaultQuota,
            QuotaWarning = settings.QuotaWarning,
            SmartHost = settings.SmartHost,
            SmartHostUserName = settings.SmartHostUserName,
            RelayNetwork = settings.RelayNetwork,
            NameServer = settings.NameServer,
            QueueLifetime = settings.QueueLifetime,
            DelayWarning = settings.DelayWarning,
            LogonFailureLimit = settings.LogonFailureLimit,
            LogonBlockDuration = settings.LogonBlockDuration,
            IdleTimeout = settings.IdleTimeout,
            MaxConnections = settings.MaxConnections,
            MaxConnectionsPerAddress = settings.MaxConnectionsPerAddress,
            TraceRetention = settings.TraceRetention,
            Durability = settings.Durability,
        };
    }

    public async Task<MailStore> SetAsync(StoreProperties properties, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        StoreChange change = new(properties, secrets);
        await storage.Directory.UpdateSettingsAsync(change.ApplyTo, origin, cancellationToken);
        return await GetAsync(cancellationToken);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Benchmarks.Storage;

/// <summary>A store for a scenario.</summary>
internal static class BenchmarkStore
{
    public static readonly ChangeOrigin Origin = new("benchmark", "Benchmark", Environment.ProcessId);

    public static async Task<IMailStorage> CreateAsync(string path)
    {
        await MailStorage.InitializeAsync(
            path, new StoreSettings { HostName = "mail.example.test" }, CancellationToken.None);
        return await OpenAsync(path);
    }

    public static Task<IMailStorage> OpenAsync(string path) =>
        MailStorage.OpenAsync(path, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    public static async Task<AccountId[]> AddAccountsAsync(IMailStorage store, int count)
    {
        await store.Directory.Domains.CreateAsync(
            new DomainRecord { Name = DomainName.Parse("example.test") }, Origin, CancellationToken.None);
        List<Task<AccountRecord>> tasks = [];
        for (int i = 0; i < count; i++)
        {
            AccountRecord account = new() { Address = EmailAddress.Parse($"user{i}@example.test") };
            tasks.Add(store.Directory.Accounts.CreateAsync(account, Origin, CancellationToken.None));
        }

        AccountRecord[] accounts = await Task.WhenAll(tasks);
        return Array.ConvertAll(accounts, account => account.Id);
    }
}

using MailAdmin.Requests;
using MailAdmin.Server.Ownership;

namespace MailAdmin.TestServer;

/// <summary>
/// Administers a store as cmdlets do, several at a time, until its standard input ends. Each worker takes one item after
/// the other through the same steps: an account, an alias for it, a display name; then some items are removed again and
/// some renamed. It says <c>ACK item step</c> when a step is acknowledged and <c>LOST item</c> when nobody knows whether
/// the next one was made; and when it is told to <c>mark</c>, it makes one change and says <c>MARKED</c>.
/// </summary>
internal static class AdministrationLoad
{
    private const int Workers = 6;

    public static async Task<int> RunAsync(string store, string domain, string prefix)
    {
        using CancellationTokenSource stopping = new();
        await using (StoreLease lease = await LeaseAsync(store))
        {
            Console.WriteLine($"READY {lease.IsOwner}");
        }

        Task working = Task.WhenAll(Enumerable.Range(0, Workers)
            .Select(worker => Task.Run(() => WorkAsync(store, domain, $"{prefix}x{worker}", stopping.Token))));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await MarkAsync(store, domain, line);
        }

        await stopping.CancelAsync();
        await working;
        await StoreHub.Default.DisposeAsync();
        Console.WriteLine("END");
        return 0;
    }

    private static async Task WorkAsync(string store, string domain, string prefix, CancellationToken stopping)
    {
        for (int i = 0; !stopping.IsCancellationRequested; i++)
        {
            string item = $"{prefix}x{i}";
            int step = 0;
            try
            {
                foreach (Func<IMailAdministration, Task> change in StepsOf(item, i, domain))
                {
                    if (stopping.IsCancellationRequested)
                    {
                        break;
                    }

                    await using StoreLease lease = await LeaseAsync(store);
                    await change(lease.Administration);
                    Console.WriteLine($"ACK {item} {++step}");
                }
            }
            catch (MailException exception) when (exception.Error == MailError.OwnerUnreachable)
            {
                Console.WriteLine($"LOST {item}");
            }
            catch (MailException exception)
            {
                Console.WriteLine($"FAILED {item} after {step}: {exception.Error} {exception.Message}");
            }
        }
    }

    private static IEnumerable<Func<IMailAdministration, Task>> StepsOf(string item, int number, string domain)
    {
        EmailAddress account = EmailAddress.Parse($"u{item}@{domain}");
        EmailAddress alias = EmailAddress.Parse($"a{item}@{domain}");
        yield return store => Send(store, new CreateAccount(account, Values()));
        yield return store => Send(store, new CreateAlias(alias, [account]));
        yield return store => Send(store, new SetAccount(account, Named(item)));
        if (number % 3 == 1)
        {
            yield return store => Send(store, new RemoveAlias(alias));
            yield return store => Send(store, new RemoveAccount(account));
        }
        else if (number % 3 == 2)
        {
            yield return store => Send(store, new RenameAccount(account, EmailAddress.Parse($"r{item}@{domain}")));
        }
    }

    // Whatever becomes of the owner: from now on it must work, and this is asked until it does.
    private static async Task MarkAsync(string store, string domain, string mark)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await using StoreLease lease = await LeaseAsync(store);
                await Send(lease.Administration, new SetAccount(EmailAddress.Parse($"ann@{domain}"), Named(mark)));
                Console.WriteLine("MARKED");
                return;
            }
            catch (MailException exception) when (exception.Error == MailError.OwnerUnreachable && attempt < 3)
            {
                // The change was under way when the owner ended.
            }
        }
    }

    private static Task<StoreLease> LeaseAsync(string store) =>
        StoreHub.Default.AcquireAsync(store, StoreUse.Administer, CancellationToken.None);

    private static Task<T> Send<T>(IMailAdministration store, IRequest<T> request) =>
        store.SendAsync(request, progress: null, CancellationToken.None);

    private static AccountProperties Values() => new() { Given = new HashSet<string>() };

    private static AccountProperties Named(string name) => new()
    {
        Given = new HashSet<string> { nameof(AccountProperties.DisplayName) },
        DisplayName = name,
    };
}

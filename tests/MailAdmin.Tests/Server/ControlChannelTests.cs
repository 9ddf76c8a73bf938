using System.Text.Json;
using MailAdmin.Contracts;
using MailAdmin.Server;
using MailAdmin.Server.Control;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class ControlChannelTests
{
    [Fact]
    public async Task Everything_that_is_asked_over_the_channel_is_as_the_owner_sees_it()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        IMailAdministration near = owner.Administration;
        IMailAdministration far = other.Administration;

        DomainProperties domain = DomainValues("Description", "DefaultQuota", "MaxTotalSize", "AliasDomain", "MaxAccounts") with
        {
            Description = "Größe \u200b\"x\"",
            DefaultQuota = MailSize.Parse("1 GB"),
            MaxTotalSize = MailSize.Unlimited,
            AliasDomain = [Domain("bücher.test")],
            MaxAccounts = 10,
        };
        Same(await far.CreateDomainAsync(Domain("example.test"), domain, Origin, None), await near.GetDomainsAsync(null, None).SingleAsync());

        AccountProperties account = AccountValues("DisplayName", "Password", "Protocol", "QuotaWarning") with
        {
            DisplayName = "Änn",
            Password = ScramCredential.Create("secret", 4_096),
            Protocol = [MailProtocol.Imap, MailProtocol.Smtp],
            QuotaWarning = [70],
        };
        AccountOutcome made = await far.CreateAccountAsync(Address("Ann@example.test"), account, IfExists.Error, Origin, None);
        Assert.True(made.Created);
        Same(made.Account, await near.GetAccountAsync(Address("ann@example.test"), None));
        Assert.False((await far.CreateAccountAsync(Address("ann@example.test"), account, IfExists.Skip, Origin, None)).Created);
        await far.CreateAccountAsync(Address("\"a b\"@example.test"), AccountValues(), IfExists.Error, Origin, None);
        Same(await far.GetAccountsAsync(new AccountFilter { Domain = Domain("example.test"), Enabled = true }, None).ToListAsync(), await near.GetAccountsAsync(new AccountFilter(), None).ToListAsync());
        Same(await far.SetAccountAsync(Address("ann@example.test"), AccountValues("Quota") with { Quota = 5 }, Origin, None), await near.GetAccountAsync(Address("ann@example.test"), None));

        PasswordParameters parameters = (await far.GetPasswordParametersAsync(Address("ann@example.test"), None))!;
        Assert.Equal(account.Password!.Salt, parameters.Salt);
        Assert.Null(await far.GetPasswordParametersAsync(Address("\"a b\"@example.test"), None));
        Assert.True((await far.TestPasswordAsync(Address("ann@example.test"), account.Password.StoredKey, None)).Succeeded);

        Same(await far.CreateAliasAsync(Address("info@example.test"), [Address("ann@example.test")], true, Origin, None), await near.GetAliasesAsync(null, None).SingleAsync());
        Same(await far.SetAliasAsync(Address("info@example.test"), null, false, Origin, None), await near.GetAliasesAsync("info*", None).SingleAsync());
        Same(await far.GetAliasesAsync(null, None).ToListAsync(), await near.GetAliasesAsync(null, None).ToListAsync());
        Same(await far.GetAccountQuotasAsync("ann*", 0, None).ToListAsync(), await near.GetAccountQuotasAsync("ann*", 0, None).ToListAsync());
        Same(await far.GetDomainQuotaAsync(Domain("example.test"), None), await near.GetDomainQuotaAsync(Domain("example.test"), None));
        Same(await far.GetMailboxesAsync(null, "I*", None).ToListAsync(), await near.GetMailboxesAsync(null, "I*", None).ToListAsync());
        Same(await far.SetDomainAsync(Domain("example.test"), DomainValues("PlusAddressing"), Origin, None), await near.GetDomainsAsync(null, None).SingleAsync());
        MailStore set = await far.SetStoreAsync(StoreValues("IdleTimeout") with { IdleTimeout = TimeSpan.FromMinutes(7) }, Origin, None);

        // The directory is written behind the log, so the size on disk changes on its own.
        Same(set with { Size = 0 }, await near.GetStoreAsync(None) with { Size = 0 });
        Same(await far.RenameAccountAsync(Address("ann@example.test"), Address("anna@example.test"), Origin, None), await near.GetAccountAsync(Address("anna@example.test"), None));

        MailListener listener = Assert.Single(await far.StartListenersAsync(new ListenerRequest { Protocol = [MailProtocol.Imap], Port = 0 }, None));
        Same(await far.GetListenersAsync(new ListenerFilter { Port = listener.Port }, None), await near.GetListenersAsync(new ListenerFilter(), None));
        using (LineClient client = await LineClient.ConnectAsync(listener.Port))
        {
            await client.ReadLineAsync();
            MailSession session = Assert.Single(await far.GetSessionsAsync(None));
            Same(new[] { session }, await near.GetSessionsAsync(None));
            await far.StopSessionAsync(session.Id, None);
        }

        Assert.Single(await far.RestartListenersAsync(new ListenerFilter(), TimeSpan.FromSeconds(5), None));
        Assert.Single(await far.StopListenersAsync(new ListenerFilter { Protocol = MailProtocol.Imap }, TimeSpan.FromSeconds(5), None));

        Assert.Empty(await far.TestStoreAsync(null, None));
        Same(await far.RepairStoreAsync(null, null, None), Array.Empty<MailStoreFinding>());
        await far.RemoveAliasAsync(Address("info@example.test"), Origin, None);
        await far.RemoveAccountAsync(Address("anna@example.test"), Origin, None);
        await far.RemoveDomainAsync(Domain("example.test"), recurse: true, Origin, None);
        Assert.Empty(await near.GetDomainsAsync(null, None).ToListAsync());
    }

    [Fact]
    public async Task A_refusal_travels_whole()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();

        MailException near = await RefusalOfAsync(() => owner.Administration.GetAccountAsync(Address("x@example.test"), None));
        MailException far = await RefusalOfAsync(() => other.Administration.GetAccountAsync(Address("x@example.test"), None));

        Assert.Equal((near.Error, near.Message, near.Target, near.RecommendedAction), (far.Error, far.Message, far.Target, far.RecommendedAction));
        Assert.NotEmpty(far.RecommendedAction);
    }

    [Fact]
    public async Task Calls_that_overlap_are_made_in_order()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        await owner.Administration.CreateDomainAsync(Domain("example.test"), DomainValues(), Origin, None);

        // Only in order can every second call find the account that the one before it made.
        List<Task<AccountOutcome>> outcomes = [];
        for (int i = 0; i < 400; i++)
        {
            outcomes.Add(other.Administration.CreateAccountAsync(Address($"a{i / 2}@example.test"), AccountValues(), IfExists.Skip, Origin, None));
        }

        AccountOutcome[] all = await Task.WhenAll(outcomes);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => i % 2 == 0), all.Select(outcome => outcome.Created));
    }

    [Fact]
    public async Task A_reader_that_stops_early_leaves_the_owner_usable()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        await owner.Administration.CreateDomainAsync(Domain("example.test"), DomainValues(), Origin, None);
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i =>
            owner.Administration.CreateAccountAsync(Address($"a{i}@example.test"), AccountValues(), IfExists.Error, Origin, None)));

        await foreach (MailAccount account in other.Administration.GetAccountsAsync(new AccountFilter(), None))
        {
            // A change in the middle of a list, as in Get-MailAccount | Set-MailAccount.
            await other.Administration.SetAccountAsync(account.Address, AccountValues("DisplayName") with { DisplayName = "seen" }, Origin, None);
            break;
        }

        Assert.Equal(1_000, await other.Administration.GetAccountsAsync(new AccountFilter(), None).CountAsync());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_at_once()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (_, StoreLease other) = await hubs.AcquireBothAsync();
        using CancellationTokenSource cancellation = new();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.Administration.GetStoreAsync(cancellation.Token));
        Assert.Equal("mail.example.test", (await other.Administration.GetStoreAsync(None)).HostName);
    }

    [Fact]
    public async Task Progress_travels()
    {
        List<double> told = [];
        ControlCall<NoArguments, NoResult> working = new(
            "Work", true, ControlJson.Default.NoArguments, ControlJson.Default.NoResult, (_, _, progress, _) =>
            {
                progress!.Report(0.25);
                progress.Report(0.5);
                return Task.FromResult(new NoResult());
            });
        using MemoryStream wire = new();
        await using ControlChannel written = new(wire);

        await working.ServeAsync(null!, "{}"u8, new ControlResponse(written, 7), None);
        wire.Position = 0;
        await using ControlChannel read = new(wire);
        PendingCall call = new(new Told(told));
        while (await read.ReadAsync(None) is { } frame)
        {
            call.Take(frame);
        }

        Assert.Equal([0.25, 0.5], told);
        Assert.True(call.Answer.Task.IsCompletedSuccessfully);
    }

    private static void Same<T>(T far, T near) => Assert.Equal(JsonSerializer.Serialize(near), JsonSerializer.Serialize(far));

    private sealed class Told(List<double> values) : IProgress<double>
    {
        public void Report(double value) => values.Add(value);
    }
}

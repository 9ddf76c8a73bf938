using System.Globalization;
using System.Text.Json;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Control;
using MailAdmin.Server.Ownership;
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

        DomainProperties domain = DomainValues(
            "Description", "DefaultQuota", "MaxTotalSize", "AliasDomain", "MaxAccounts") with
        {
            Description = "Größe \u200b\"x\"",
            DefaultQuota = MailSize.Parse("1 GB"),
            MaxTotalSize = MailSize.Unlimited,
            AliasDomain = [Domain("bücher.test")],
            MaxAccounts = 10,
        };
        Same(
            await far.SendAsync(new CreateDomain(Domain("example.test"), domain), None),
            await near.StreamAsync(new GetDomains(null), None).SingleAsync());

        AccountProperties account = AccountValues("DisplayName", "Password", "Protocol", "QuotaWarning") with
        {
            DisplayName = "Änn",
            Password = ScramCredential.Create("secret", 4_096),
            Protocol = [MailProtocol.Imap, MailProtocol.Smtp],
            QuotaWarning = [70],
        };
        AccountOutcome made = await far.SendAsync(new CreateAccount(Address("Ann@example.test"), account), None);
        Assert.True(made.Created);
        Same(made.Account, await near.SendAsync(new GetAccount(Address("ann@example.test")), None));
        Assert.False(
            (
                await far.SendAsync(
                    new CreateAccount(Address("ann@example.test"), account, IfExists.Skip), None)).Created);
        await far.SendAsync(new CreateAccount(Address("\"a b\"@example.test"), AccountValues()), None);
        Same(
            await far.StreamAsync(new GetAccounts { Domain = Domain("example.test"), Enabled = true }, None)
                .ToListAsync(),
            await near.StreamAsync(new GetAccounts(), None).ToListAsync());
        Same(
            await far.SendAsync(
                new SetAccount(Address("ann@example.test"), AccountValues("Quota") with { Quota = 5 }), None),
            await near.SendAsync(new GetAccount(Address("ann@example.test")), None));

        PasswordParameters parameters = (
            await far.SendAsync(new GetPasswordParameters(Address("ann@example.test")), None))!;
        Assert.Equal(account.Password!.Salt, parameters.Salt);
        Assert.Null(await far.SendAsync(new GetPasswordParameters(Address("\"a b\"@example.test")), None));
        Assert.True(
            (
                await far.SendAsync(
                    new CheckPassword(Address("ann@example.test"), account.Password.StoredKey), None)).Succeeded);

        Same(
            await far.SendAsync(new CreateAlias(Address("info@example.test"), [Address("ann@example.test")]), None),
            await near.StreamAsync(new GetAliases(null), None).SingleAsync());
        Same(
            await far.SendAsync(new SetAlias(Address("info@example.test"), null, false), None),
            await near.StreamAsync(new GetAliases("info*"), None).SingleAsync());
        Same(
            await far.StreamAsync(new GetAliases(null), None).ToListAsync(),
            await near.StreamAsync(new GetAliases(null), None).ToListAsync());
        Same(
            await far.StreamAsync(new GetAccountQuotas("ann*", 0), None).ToListAsync(),
            await near.StreamAsync(new GetAccountQuotas("ann*", 0), None).ToListAsync());
        Same(
            await far.SendAsync(new GetDomainQuota(Domain("example.test")), None),
            await near.SendAsync(new GetDomainQuota(Domain("example.test")), None));
        Same(
            await far.StreamAsync(new GetMailboxes(null, "I*"), None).ToListAsync(),
            await near.StreamAsync(new GetMailboxes(null, "I*"), None).ToListAsync());
        Same(
            await far.SendAsync(new SetDomain(Domain("example.test"), DomainValues("PlusAddressing")), None),
            await near.StreamAsync(new GetDomains(null), None).SingleAsync());
        MailStore set = await far.SendAsync(
            new SetStore(StoreValues("IdleTimeout") with { IdleTimeout = TimeSpan.FromMinutes(7) }), None);

        // The directory is written behind the log, so the size on disk changes on its own.
        Same(set with { Size = 0 }, await near.SendAsync(new GetStore(), None) with { Size = 0 });
        Same(
            await far.SendAsync(new RenameAccount(Address("ann@example.test"), Address("anna@example.test")), None),
            await near.SendAsync(new GetAccount(Address("anna@example.test")), None));

        MailListener listener = Assert.Single(
            await far.SendAsync(new StartListeners { Protocol = [MailProtocol.Imap], Port = 0 }, None));
        Same(
            await far.SendAsync(new GetListeners(new ListenerFilter { Port = listener.Port }), None),
            await near.SendAsync(new GetListeners(new ListenerFilter()), None));
        using (LineClient client = await LineClient.ConnectAsync(listener.Port))
        {
            await client.ReadLineAsync();
            MailSession session = Assert.Single(await far.SendAsync(new GetSessions(), None));
            Same(new[] { session }, await near.SendAsync(new GetSessions(), None));
            await far.SendAsync(new StopSession(session.Id), None);
        }

        Assert.Single(await far.SendAsync(new RestartListeners(new ListenerFilter(), TimeSpan.FromSeconds(5)), None));
        Assert.Single(
            await far.SendAsync(
                new StopListeners(new ListenerFilter { Protocol = MailProtocol.Imap }, TimeSpan.FromSeconds(5)), None));

        Assert.Empty(await far.SendAsync(new CheckStore(), None));
        Same(await far.SendAsync(new RepairStore(null), None), Array.Empty<MailStoreFinding>());
        await far.SendAsync(new RemoveAlias(Address("info@example.test")), None);
        await far.SendAsync(new RemoveAccount(Address("anna@example.test")), None);
        await far.SendAsync(new RemoveDomain(Domain("example.test"), Recurse: true), None);
        Assert.Empty(await near.StreamAsync(new GetDomains(null), None).ToListAsync());
    }

    [Fact]
    public async Task What_the_owner_found_when_it_opened_the_store_travels()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        await using (StoreLease before = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.Administer, None))
        {
            DomainProperties domain = new() { Given = new HashSet<string>() };
            await before.Administration.SendAsync(new CreateDomain(Domain("example.test"), domain), None);
        }

        await hubs.Owner.ReleaseAsync(hubs.Path);
        string log = Path.Combine(hubs.Path, "mail", "00000001.log");
        await File.WriteAllBytesAsync(log, (await File.ReadAllBytesAsync(log))[..^10], None);
        (_, StoreLease other) = await hubs.AcquireBothAsync();

        MailStore store = await other.Administration.SendAsync(new GetStore(), None);
        IReadOnlyList<MailStoreFinding> tested = await other.Administration.SendAsync(new CheckStore(), None);

        Assert.Equal(["LogIncomplete", "TornTail"], store.Finding.Select(finding => finding.Code).Order());
        Assert.All(store.Finding, finding => Assert.NotEmpty(finding.Message));
        Assert.Superset(
            store.Finding.Select(finding => finding.Code).ToHashSet(),
            tested.Select(finding => finding.Code).ToHashSet());
    }

    [Fact]
    public async Task A_refusal_travels_whole()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();

        MailException near = await RefusalOfAsync(
            () => owner.Administration.SendAsync(new GetAccount(Address("x@example.test")), None));
        MailException far = await RefusalOfAsync(
            () => other.Administration.SendAsync(new GetAccount(Address("x@example.test")), None));

        Assert.Equal(
            (near.Error, near.Message, near.Target, near.RecommendedAction),
            (far.Error, far.Message, far.Target, far.RecommendedAction));
        Assert.NotEmpty(far.RecommendedAction);
    }

    [Fact]
    public async Task A_refusal_is_in_the_language_of_who_asked_whatever_that_of_the_owner()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (_, StoreLease other) = await hubs.AcquireBothAsync();

        MailException far = await RefusalOfAsync(
            () => other.Administration.SendAsync(new GetAccount(Address("x@example.test")), None));

        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ja-JP");
        try
        {
            Assert.Equal("アカウント 'x@example.test' は存在しません。", far.Message);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public async Task Calls_that_overlap_are_made_in_order()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        await owner.Administration.SendAsync(new CreateDomain(Domain("example.test"), DomainValues()), None);

        // Only in order can every second call find the account that the one before it made.
        List<Task<AccountOutcome>> outcomes = [];
        for (int i = 0; i < 400; i++)
        {
            outcomes.Add(
                other.Administration.SendAsync(
                    new CreateAccount(Address($"a{i / 2}@example.test"), AccountValues(), IfExists.Skip), None));
        }

        AccountOutcome[] all = await Task.WhenAll(outcomes);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => i % 2 == 0), all.Select(outcome => outcome.Created));
    }

    [Fact]
    public async Task A_reader_that_stops_early_leaves_the_owner_usable()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (StoreLease owner, StoreLease other) = await hubs.AcquireBothAsync();
        await owner.Administration.SendAsync(new CreateDomain(Domain("example.test"), DomainValues()), None);
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i =>
            owner.Administration.SendAsync(new CreateAccount(Address($"a{i}@example.test"), AccountValues()), None)));

        await foreach (MailAccount account in other.Administration.StreamAsync(new GetAccounts(), None))
        {
            // A change in the middle of a list, as in Get-MailAccount | Set-MailAccount.
            await other.Administration.SendAsync(
                new SetAccount(Address(account.Address), AccountValues("DisplayName") with { DisplayName = "seen" }), None);
            break;
        }

        Assert.Equal(1_000, await other.Administration.StreamAsync(new GetAccounts(), None).CountAsync());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_at_once()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        (_, StoreLease other) = await hubs.AcquireBothAsync();
        using CancellationTokenSource cancellation = new();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => other.Administration.SendAsync(new GetStore(), cancellation.Token));
        Assert.Equal("mail.example.test", (await other.Administration.SendAsync(new GetStore(), None)).HostName);
    }

    [Fact]
    public async Task Progress_travels()
    {
        List<double> told = [];
        ControlCall<CheckStore, IReadOnlyList<MailStoreFinding>> check = new();
        using MemoryStream wire = new();
        await using ControlChannel written = new(wire);

        await check.ServeAsync(new HalfDone(), "{}"u8, new ControlResponse(written, 7), None);
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

    [Fact]
    public async Task A_request_that_the_owner_does_not_know_is_refused_with_its_name_and_what_to_do()
    {
        await using TwoHubs hubs = await TwoHubs.CreateAsync();
        await using StoreLease owner = await hubs.Owner.AcquireAsync(hubs.Path, StoreUse.Administer, None);
        await using StoreLease other = await hubs.Other.AcquireAsync(hubs.Path, StoreUse.Administer, None);
        await using ControlChannel channel = new(await ControlEndpoint.ConnectAsync(hubs.Path, None));
        Assert.Equal(ControlKind.Greeting, (await channel.ReadAsync(None))!.Value.Kind);

        foreach (string name in new[] { "MoveMountain", "IMailAdministration", "MailException", "a.b[c, d" })
        {
            await channel.WriteAsync(ControlKind.Request, 1, name, new GetStore(), ControlJson.Of<GetStore>(), None);

            ControlFrame answer = (await channel.ReadAsync(None))!.Value;
            Assert.Equal(ControlKind.Refused, answer.Kind);
            MailException refusal = PendingCall.RefusalOf(answer);
            Assert.Equal(MailError.InternalError, refusal.Error);
            Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
            Assert.NotEmpty(refusal.RecommendedAction);
        }
    }

    private static void Same<T>(T far, T near) =>
        Assert.Equal(JsonSerializer.Serialize(near), JsonSerializer.Serialize(far));

    /// <summary>Reports that it is a quarter, then half done.</summary>
    private sealed class HalfDone : IMailAdministration
    {
        public Task<TResult> SendAsync<TResult>(
            IRequest<TResult> request, IProgress<double>? progress, CancellationToken cancellationToken)
        {
            progress!.Report(0.25);
            progress.Report(0.5);
            return Task.FromResult((TResult)(object)Array.Empty<MailStoreFinding>());
        }

        public IAsyncEnumerable<TItem> StreamAsync<TItem>(
            IStreamRequest<TItem> request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class Told(List<double> values) : IProgress<double>
    {
        public void Report(double value) => values.Add(value);
    }
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Sasl;
using MailAdmin.Requests;
using MailAdmin.Server.Logon;
using MailAdmin.Tests.Sasl;
using Microsoft.Extensions.Time.Testing;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

/// <summary>Nothing that a logon answers or costs shows which user names exist.</summary>
public sealed partial class DecoyTests
{
    private const int Random = ScramCredential.RandomIterations;
    private const int Chosen = ScramCredential.DefaultIterations;

    [Fact]
    public async Task The_exchange_of_an_unknown_name_is_the_same_twice_and_looks_like_that_of_a_known_one()
    {
        await using TestStore store = await WithVerifiersAsync(Random, Chosen);
        await store.Engine.SendAsync(new CreateAccount(Address("open@example.test"), AccountValues()), None);

        string[] known = [.. await ServerFirstsAsync(store, "user0", "user1")];
        string[] unknown =
            [.. await ServerFirstsAsync(store, [.. Enumerable.Range(0, 200).Select(i => $"nobody{i}"), "open"])];

        Assert.Equal(unknown, await ServerFirstsAsync(
            store, [.. Enumerable.Range(0, 200).Select(i => $"NOBODY{i}"), "Open"]));
        Assert.Equal(["i=15000", "i=65536"], known.Select(IterationsOf).Order());
        Assert.Equal(["i=15000", "i=65536"], unknown.Select(IterationsOf).Distinct().Order());
        Assert.All([.. known, .. unknown], first => Assert.Matches(ServerFirst(), first));
        Assert.Equal(unknown.Length, unknown.Distinct().Count());
    }

    [Fact]
    public async Task Decoys_have_the_iterations_of_the_store_in_their_proportion()
    {
        await using TestStore store = await WithVerifiersAsync(Random, Random, Random, Chosen);

        int[] decoys = await DecoysAsync(store, 2_000);

        Assert.InRange(decoys.Count(iterations => iterations == Random), 1_400, 1_600);
        Assert.Equal([Random, Chosen], decoys.Distinct().Order());
    }

    [Fact]
    public async Task One_more_account_changes_no_decoy_and_a_store_that_changes_changes_some()
    {
        await using TestStore store =
            await WithVerifiersAsync([.. Enumerable.Repeat(Random, 32), .. Enumerable.Repeat(Chosen, 32)]);
        int[] before = await DecoysAsync(store, 200);

        await AddAsync(store, "more", Chosen);
        int[] after = await DecoysAsync(store, 200);

        // Passwords that were generated become default ones at the first logon: so do those of decoys, and none goes
        // back.
        foreach (int i in Enumerable.Range(0, 32))
        {
            await store.Storage.Directory.Accounts.UpdateAsync(
                Address($"user{i}@example.test"),
                account => account with { Password = Verifier(Chosen) },
                Origin,
                None);
        }

        int[] later = await DecoysAsync(store, 200);
        Assert.Equal(before, after);
        Assert.All(later, iterations => Assert.Equal(Chosen, iterations));
    }

    [Fact]
    public async Task A_store_without_passwords_has_default_decoys()
    {
        await using TestStore store = await WithVerifiersAsync();

        Assert.Equal([Chosen], (await DecoysAsync(store, 20)).Distinct());
    }

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(9_999, 10_000)]
    public void A_rare_number_of_iterations_is_that_of_decoys_too(int rare, int all)
    {
        IterationShares shares = new(new Dictionary<int, int> { [Random] = rare, [Chosen] = all - rare });

        int[] picked = [.. Enumerable.Range(0, 256).Select(i => shares.Pick((ulong)i << 56))];

        Assert.Equal([Random, Chosen], picked.Distinct());
        Assert.Equal(Chosen, shares.Highest);
        Assert.Equal((Random, Chosen), (shares.Pick(0), shares.Pick(ulong.MaxValue)));
    }

    [Theory]
    [InlineData("wrong", 1)]
    [InlineData("app", 2)]
    public async Task Every_refusal_costs_the_same_number_of_iterations(string password, int derivations)
    {
        await using TestStore store = await WithVerifiersAsync(Random, Chosen, Random);
        await store.DisableAccountAsync("user2@example.test");
        await store.Engine.SendAsync(new CreateAccount(Address("open@example.test"), AccountValues()), None);
        await store.Engine.SendAsync(new CreateAccount(Address("phone@example.test"), AccountValues()), None);
        string secret = (await store.Engine.SendAsync(
            new CreateAppPassword(Address("phone@example.test"), "phone", [], null), None)).AppPassword!;
        string tried = password == "app" ? Other(secret) : password;

        List<long> costs = [];
        foreach (string name in (string[])
            ["user0@example.test", "user1@example.test", "user2@example.test", "open@example.test",
             "phone@example.test", "nobody@example.test", "ann@elsewhere.test", "ann", ""])
        {
            long before = store.Authenticator.IterationsDone;
            LogonAttempt attempt = new(name, MailProtocol.Imap, IPAddress.Loopback, "PLAIN");
            Assert.Equal(MailError.LogonFailed, (await store.Authenticator.LogOnAsync(attempt, tried, None)).Refusal);
            costs.Add(store.Authenticator.IterationsDone - before);
        }

        Assert.All(costs, cost => Assert.Equal((long)Chosen * derivations, cost));
    }

    [GeneratedRegex(@"^r=client-server,s=[A-Za-z0-9+/]{22}==,i=(15000|65536)$")]
    private static partial Regex ServerFirst();

    private static string IterationsOf(string serverFirst) =>
        serverFirst[serverFirst.LastIndexOf("i=", StringComparison.Ordinal)..];

    // One of the same form that is not the right one.
    private static string Other(string secret) => secret[^1] == 'a' ? secret[..^1] + 'b' : secret[..^1] + 'a';

    private static async Task<TestStore> WithVerifiersAsync(params int[] iterations)
    {
        TestStore store = await CreateAsync(new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        await store.AddDomainAsync("example.test");
        await store.Engine.SendAsync(
            new SetStore(StoreValues("LogonFailureLimit") with { LogonFailureLimit = 0 }), None);
        for (int i = 0; i < iterations.Length; i++)
        {
            await AddAsync(store, $"user{i}", iterations[i]);
        }

        return store;
    }

    private static Task<AccountRecord> AddAsync(TestStore store, string name, int iterations)
    {
        AccountRecord account = new() { Address = Address($"{name}@example.test"), Password = Verifier(iterations) };
        return store.Storage.Directory.Accounts.CreateAsync(account, Origin, None);
    }

    // Keys that nobody derived: no test here knows the password.
    private static ScramCredential Verifier(int iterations) =>
        new(Guid.NewGuid().ToByteArray(), iterations, new byte[32], new byte[32]);

    private static async Task<int[]> DecoysAsync(TestStore store, int count)
    {
        List<int> iterations = [];
        for (int i = 0; i < count; i++)
        {
            LogonAttempt attempt = new(
                $"nobody{i}@example.test", MailProtocol.Imap, IPAddress.Loopback, "SCRAM-SHA-256");
            iterations.Add((await store.Authenticator.GetScramCredentialAsync(attempt, None)).Iterations);
        }

        return [.. iterations];
    }

    private static async Task<IReadOnlyList<string>> ServerFirstsAsync(TestStore store, params string[] names)
    {
        List<string> answers = [];
        OneUser user = new("user", Verifier(Chosen));
        foreach (string name in names)
        {
            ScramSha256Exchange exchange = new(
                user.CreateSession(authenticator: store.Authenticator), "SCRAM-SHA-256", null, () => "-server");
            SaslStep step = await exchange.StepAsync(
                Encoding.ASCII.GetBytes($"n,,n={name}@example.test,r=client"), None);
            answers.Add(Encoding.ASCII.GetString(step.Challenge.Span));
        }

        return answers;
    }
}

using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Tests.Server;

namespace MailAdmin.Tests.Peers;

/// <summary>One server sends through the submission port of another, as through a provider's.</summary>
public sealed class SmartHostTests
{
    [Fact]
    public async Task Mail_goes_through_a_smart_host_that_knows_the_user_by_SCRAM()
    {
        await using PeerWorld provider = await PeerWorld.CreateAsync();
        await using PeerWorld world = await PeerWorld.CreateAsync();
        await provider.Store.AddAccountAsync("bob@example.test");
        world.Host("mail.example.test", provider.SubmissionPort);
        StoreProperties values =
            TestStore.StoreValues(nameof(StoreProperties.SmartHost), nameof(StoreProperties.SmartHostUserName)) with
        {
            SmartHost = $"mail.example.test:{provider.SubmissionPort}",
            SmartHostUserName = PeerWorld.Ann,
            SmartHostPassword = "secret",
        };
        await world.Store.Engine.SendAsync(new SetStore(values), TestStore.None);
        IAsyncEnumerator<MailServerEvent> events = provider.Store.Engine
            .StreamAsync(new WatchServer(), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        await world.SubmitAsync("Through a provider", "carol@elsewhere.test");

        List<MailTraceEvent> traced = await world.TraceUntilAsync(
            "carol@elsewhere.test", MailTraceEventId.Send, MailTraceEventId.Defer, MailTraceEventId.Bounce);
        Assert.Equal((MailTraceEventId.Send, "2.0.0"), (traced[^1].EventId, traced[^1].StatusCode));
        MailTraceEvent received = (await provider.TraceUntilAsync("carol@elsewhere.test", MailTraceEventId.Receive))[0];
        Assert.Equal(("Submission", PeerWorld.Ann), (received.Source, received.Sender));
        MailServerEvent logon = await FirstAsync(events, MailServerEventKind.LoggedOn);
        Assert.Equal((PeerWorld.Ann, "SCRAM-SHA-256"), (logon.Account, logon.Detail));
        await events.DisposeAsync();
    }

    private static async Task<MailServerEvent> FirstAsync(
        IAsyncEnumerator<MailServerEvent> events, MailServerEventKind kind)
    {
        do
        {
            Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
        }
        while (events.Current.Kind != kind);

        return events.Current;
    }
}

using MailAdmin.Contracts;

namespace MailAdmin.Tests.Fuzz;

/// <summary>
/// The fuzz runs of all protocols, each against a server of its own. They run at the same time, so that all of them
/// together last as long as <see cref="FuzzTime.Length"/>.
/// </summary>
public sealed class ProtocolFuzzRuns : IAsyncLifetime
{
    private readonly Dictionary<MailProtocol, Task<string>> runs = [];

    /// <summary>Waits for the run of a protocol and returns its figures; throws what the run has found.</summary>
    public Task<string> FindAsync(MailProtocol protocol) => runs[protocol];

    public ValueTask InitializeAsync()
    {
        Start(MailProtocol.Smtp, grammar => new SmtpGrammar(grammar).Session(), ReplyCheck.Smtp);
        Start(MailProtocol.Submission, grammar => new SmtpGrammar(grammar).Session(), ReplyCheck.Smtp);
        Start(MailProtocol.Pop3, grammar => new Pop3Grammar(grammar).Session(), ReplyCheck.Pop3);
        Start(MailProtocol.Imap, grammar => new ImapGrammar(grammar).Session(), ReplyCheck.Imap);
        return ValueTask.CompletedTask;
    }

    // The servers end with their runs, also when a filter has left out the test that waits for one.
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(runs.Values.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Start(MailProtocol protocol, Func<Grammar, string> makeSession, Action<string, bool> checkReplies)
    {
        FuzzRun run = new(protocol, makeSession, checkReplies, TestContext.Current.CancellationToken);
        runs.Add(protocol, Task.Run(run.RunAsync));
    }
}

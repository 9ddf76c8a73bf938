using MailAdmin.Protocols.Imap.Wire;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>
/// Watches a command that may take long: gives other sessions their turn, ends when the time of the command is used up,
/// when the server stops or when the client is gone.
/// </summary>
/// <remarks>
/// A client that closed only its half of the connection still wants the answer. So the watch writes an untagged OK now
/// and then, which a client that is there ignores (RFC 9051 §7.1.1), and which fails where none is.
/// </remarks>
/// <param name="session">The session.</param>
/// <param name="limit">The time of the command.</param>
/// <param name="activity">What goes on, for the untagged OK.</param>
internal sealed class CommandWatch(ImapSession session, TimeSpan limit, string activity)
{
    // Long enough that looking at the clock costs nothing, short enough that other sessions notice nothing.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SignOfLifeAfterEnd = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock = session.Context.Transport.TimeProvider;
    private readonly long start = session.Context.Transport.TimeProvider.GetTimestamp();
    private long lastTurn = session.Context.Transport.TimeProvider.GetTimestamp();
    private long lastSign = session.Context.Transport.TimeProvider.GetTimestamp();

    /// <summary>Called often while the command runs; costs little.</summary>
    /// <exception cref="CommandTimeException">The time of the command is used up.</exception>
    /// <exception cref="IOException">The client is gone.</exception>
    public ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return clock.GetElapsedTime(lastTurn) < Slice ? ValueTask.CompletedTask : GiveTurnAsync(cancellationToken);
    }

    private async ValueTask GiveTurnAsync(CancellationToken cancellationToken)
    {
        session.WaitToken.ThrowIfCancellationRequested();
        if (clock.GetElapsedTime(start) > limit)
        {
            throw new CommandTimeException();
        }

        MailTransport transport = session.Context.Transport;
        TimeSpan interval = transport.HasClientEnded ? SignOfLifeAfterEnd : SignOfLife;
        if (clock.GetElapsedTime(lastSign) >= interval)
        {
            lastSign = clock.GetTimestamp();
            session.Responses.WriteStatus(null, ImapStatus.Ok(activity));
            await session.Responses.FlushAsync(cancellationToken);
        }

        await Task.Yield();
        lastTurn = clock.GetTimestamp();
    }
}

using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>
/// A session with another server, which accepts one message after the other. Messages are sent byte for byte; each
/// recipient gets the server's own reply. RFC 5321 §3.3, §4.5.2; RFC 2920 §3.1; RFC 3030 §2
/// </summary>
internal sealed class RemoteSession
{
    private readonly SmtpStream stream;
    private readonly TimeProvider timeProvider;
    private bool needsReset;

    private RemoteSession(SmtpStream stream, SessionTarget target, SessionOpening opening, TimeProvider timeProvider)
    {
        this.stream = stream;
        this.timeProvider = timeProvider;
        Target = target;
        Extensions = opening.Extensions;
        IsVerified = opening.IsVerified;
    }

    /// <summary>The server.</summary>
    public SessionTarget Target { get; }

    /// <summary>What it offers.</summary>
    public ServerExtensions Extensions { get; }

    /// <summary>Whether its certificate proves its name.</summary>
    public bool IsVerified { get; }

    /// <summary>Whether another message may follow.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>The number of transactions so far.</summary>
    public int Transactions { get; private set; }

    /// <summary>Opens a session over a connection, which it owns from then on and closes when that fails.</summary>
    /// <exception cref="SmtpFailure">The session could not be opened.</exception>
    public static async Task<RemoteSession> OpenAsync(
        Stream connection,
        SessionTarget target,
        SmtpTimeouts timeouts,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        SmtpStream stream = new(connection, timeouts, timeProvider);
        SessionOpening opening = new(stream, target);
        try
        {
            await opening.RunAsync(cancellationToken);
            return new RemoteSession(stream, target, opening, timeProvider);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a message to some recipients.</summary>
    /// <returns>One result a recipient, in their order. Failures of the connection are results too.</returns>
    public async Task<IReadOnlyList<RecipientResult>> SendAsync(
        EmailAddress? reversePath,
        MessageOptions options,
        IReadOnlyList<QueueRecipient> recipients,
        OutgoingContent content,
        CancellationToken cancellationToken)
    {
        Transactions++;
        SmtpEnvelope envelope = new(reversePath, options, content, Extensions, timeProvider);
        if (envelope.FindRefusal(stream.Tls is not null && IsVerified) is { } refusal)
        {
            return
            [
                .. recipients.Select(recipient => RecipientResult.Refused(recipient, refusal.Status, refusal.Reason)),
            ];
        }

        SmtpTransaction transaction = new(
            stream, envelope, recipients, Extensions.Has("PIPELINING"), Target.Logon is not null);
        if (!transaction.IsEmpty)
        {
            await RunAsync(transaction, content, cancellationToken);
        }

        return transaction.Results;
    }

    /// <summary>Ends the session, whatever the server replies to QUIT.</summary>
    public async Task QuitAsync()
    {
        if (IsUsable)
        {
            try
            {
                await stream.SendAsync("QUIT\r\n"u8.ToArray(), stream.Timeouts.Quit, CancellationToken.None);
                await stream.ReadReplyAsync(stream.Timeouts.Quit, CancellationToken.None);
            }
            catch (SmtpFailure)
            {
                // The session is over in any case.
            }
        }

        await AbortAsync();
    }

    /// <summary>Closes the connection without QUIT.</summary>
    public ValueTask AbortAsync()
    {
        IsUsable = false;
        return stream.DisposeAsync();
    }

    private async Task RunAsync(
        SmtpTransaction transaction, OutgoingContent content, CancellationToken cancellationToken)
    {
        bool isBroken = true;
        try
        {
            if (needsReset)
            {
                (await stream.ExchangeAsync("RSET", stream.Timeouts.Command, cancellationToken)).ThrowIfClosing();
            }

            needsReset = true;
            await transaction.RunAsync(content, cancellationToken);
            needsReset = !transaction.IsContentSent;
            isBroken = transaction.IsConnectionBroken;
        }
        catch (SmtpFailure failure)
        {
            transaction.Fail(failure);
        }
        finally
        {
            IsUsable = !isBroken;
        }
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Authentication;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Sasl;
using MailAdmin.Protocols.Smtp.Syntax;
using MailAdmin.Protocols.Syntax;
using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Smtp.Session;

/// <summary>
/// One SMTP session: reads commands, lets the table's handlers carry them out, writes their replies. RFC 5321 §3, §4;
/// RFC 6409
/// </summary>
/// <remarks>
/// Invariants: a reply is written for every command, in order; nothing is read of the next command before; replies
/// leave when the transport has to wait (RFC 2920 §3.2). A TLS handshake resets everything that came before it
/// (RFC 3207 §4.2).
/// </remarks>
internal sealed class SmtpSession(SessionContext context, ILogger logger, CommandTable<SmtpCommand> commands)
{
    private readonly SmtpReply greeting = SmtpReply.Plain(220, $"{context.HostName} ESMTP MailAdmin");
    private long lastMessage = context.Transport.TimeProvider.GetTimestamp();
    private int protocolErrors;
    private int idleCommands;
    private int messages;

    /// <summary>The connection and the services of the listener.</summary>
    public SessionContext Context { get; } = context;

    /// <summary>The commands that it knows.</summary>
    public CommandTable<SmtpCommand> Commands { get; } = commands;

    /// <summary>The log.</summary>
    public ILogger Logger { get; } = logger;

    /// <summary>Reads the client's lines.</summary>
    public LineReader Lines { get; } = new(context.Transport);

    /// <summary>The failed logons so far.</summary>
    public LogonFailures LogonFailures { get; } = new(context);

    /// <summary>The limits.</summary>
    public ServerLimits Limits => Context.Limits;

    /// <summary>Whether it is for people, with authentication. RFC 6409</summary>
    public bool IsSubmission { get; } = context.Protocol == MailProtocol.Submission;

    /// <summary>The other side, for the router.</summary>
    public SmtpPeer Peer { get; private set; } =
        new(context.Transport.Remote.Address, null, context.Protocol == MailProtocol.Submission);

    /// <summary>Whether the other side may send to other domains without a logon, as it was at the last MAIL.</summary>
    public bool IsTrusted { get; private set; }

    /// <summary>
    /// Whether missing fields are added: to what people submit, and to what hosts of a relay network send (RFC 6409
    /// §8).
    /// </summary>
    public bool RepairsHeader => IsSubmission || IsTrusted;

    /// <summary>
    /// How long the session waits for a line: within the time for the logon, and for the next message.
    /// </summary>
    public TimeSpan CommandTimeout
    {
        get
        {
            TimeProvider clock = Context.Transport.TimeProvider;
            bool isUnknown = IsSubmission && Context.Account is null && !IsTrusted;
            TimeSpan left = (isUnknown ? Limits.LogonTime : Limits.SmtpMessageTime) - clock.GetElapsedTime(lastMessage);
            return left < Limits.SmtpCommandTimeout ? left : Limits.SmtpCommandTimeout;
        }
    }

    /// <summary>The state of the session.</summary>
    public SmtpStates State { get; private set; } = SmtpStates.Connected;

    /// <summary>The name that the client gave.</summary>
    public string ClientName { get; private set; } = "";

    /// <summary>Whether the client used EHLO.</summary>
    public bool IsExtended { get; private set; }

    /// <summary>The transaction that is open.</summary>
    public SmtpTransaction? Transaction { get; private set; }

    /// <summary>Serves the client until the session ends.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        using CancellationTokenRegistration abort =
            aborting.UnsafeRegister(static transport => ((MailTransport)transport!).Abort(), Context.Transport);
        Context.Transport.Limit(Limits);
        try
        {
            await ServeAsync(stopping, aborting);
        }
        catch (Exception end) when (
            end is IOException or AuthenticationException or TimeoutException or OperationCanceledException)
        {
            ProtocolLog.ConnectionEnded(Logger, Context.Id, end.Message);
        }
        finally
        {
            await ResetTransactionAsync();
        }
    }

    /// <summary>Writes a reply that is not the command's last.</summary>
    public void Write(SmtpReply reply) => Context.Transport.Output.Write(reply.Wire);

    /// <summary>Records the client's name and discards any transaction. RFC 5321 §4.1.4</summary>
    public async ValueTask GreetAsync(string clientName, bool extended)
    {
        await ResetTransactionAsync();
        ClientName = clientName;
        IsExtended = extended;
        Context.Client = clientName;
    }

    /// <summary>Records the account that logged on.</summary>
    public void LogOn(AccountRecord account)
    {
        Context.Account = account;
        Peer = Peer with { Account = account };
    }

    /// <summary>Begins a transaction.</summary>
    public void Begin(SmtpTransaction transaction) => Transaction = transaction;

    /// <summary>The client sends the message in chunks from now on.</summary>
    public void EnterChunks() => State = SmtpStates.Chunks;

    /// <summary>Discards the transaction, if there is one.</summary>
    public async ValueTask ResetTransactionAsync()
    {
        State = State == SmtpStates.Connected ? SmtpStates.Connected : SmtpStates.Ready;
        if (Transaction is { } transaction)
        {
            Transaction = null;
            await transaction.DisposeAsync();
        }
    }

    /// <summary>A number for the next message of the session.</summary>
    public int NextMessageNumber() => ++messages;

    /// <summary>Records that a message was accepted.</summary>
    public void OnDelivered()
    {
        idleCommands = 0;
        lastMessage = Context.Transport.TimeProvider.GetTimestamp();
        ProtocolLog.MessageAccepted(Logger, Context.Id, Transaction!.Recipients.Count);
    }

    private async Task ServeAsync(CancellationToken stopping, CancellationToken aborting)
    {
        if (Context.IsImplicitTls)
        {
            await UpgradeToTlsAsync(aborting);
        }

        if (await SpeaksEarlyAsync(aborting))
        {
            await RefuseEarlyTalkerAsync(aborting);
            return;
        }

        Write(greeting);
        SmtpReply? last;
        do
        {
            last = await ServeOneAsync(stopping, aborting);
            if (last is not null)
            {
                Write(last);
            }

            if (last?.Then == SmtpAction.StartTls)
            {
                await UpgradeToTlsAsync(aborting);
            }
        }
        while (last is not null && last.Then != SmtpAction.Close);

        await Context.Transport.FlushAsync(Limits.SendTimeout, aborting);
    }

    // Its first bytes come with the connection, or right after it; those that are waited for, and those that people
    // use, need no pause.
    private async ValueTask<bool> SpeaksEarlyAsync(CancellationToken cancellationToken)
    {
        MailTransport transport = Context.Transport;
        if (IsSubmission || Context.IsImplicitTls || transport.InputProbe is null)
        {
            return false;
        }

        if (!transport.HasInputAlready
            && !IPAddress.IsLoopback(transport.Remote.Address)
            && !await Context.Router.MayRelayAsync(Peer, cancellationToken))
        {
            await Task.Delay(Limits.SmtpGreetingPause, transport.TimeProvider, cancellationToken);
        }

        return transport.HasInputAlready;
    }

    // Clients wait for the greeting (RFC 5321 §4.3.1); one that does not is a program that sends spam. Its input is
    // read, because closing with unread input would discard our reply.
    private async ValueTask RefuseEarlyTalkerAsync(CancellationToken cancellationToken)
    {
        ProtocolLog.EarlyTalker(Logger, Context.Id);
        Write(SmtpReplies.EarlyTalker);
        await Context.Transport.FlushAsync(Limits.SendTimeout, cancellationToken);
        ReadResult said = await Context.Transport.ReadAsync(Limits.SmtpCommandTimeout, cancellationToken);
        Context.Transport.AdvanceTo(said.Buffer.End, said.Buffer.End);
    }

    /// <returns>The reply, or null when the client is gone.</returns>
    private async ValueTask<SmtpReply?> ServeOneAsync(CancellationToken stopping, CancellationToken aborting)
    {
        SmtpReply reply;
        try
        {
            stopping.ThrowIfCancellationRequested();
            LineStatus status = await Lines.ReadAsync(Limits.SmtpCommandLine, CommandTimeout, stopping);
            if (status == LineStatus.EndOfStream)
            {
                return null;
            }

            reply = status switch
            {
                LineStatus.TooLong => SmtpReplies.LineTooLong,
                LineStatus.Malformed => SmtpReplies.BareLineBreak,
                _ => await ExecuteAsync(aborting),
            };
        }
        catch (EndOfStreamException)
        {
            return null;
        }
        catch (TimeoutException)
        {
            return SmtpReplies.TimedOut;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !aborting.IsCancellationRequested)
        {
            return SmtpReplies.Stopping;
        }

        return LimitErrors(reply);
    }

    private SmtpReply LimitErrors(SmtpReply reply)
    {
        if (reply.IsProtocolError && ++protocolErrors >= Limits.BadCommands)
        {
            return SmtpReplies.TooManyErrors;
        }

        return idleCommands > Limits.IdleCommands ? SmtpReplies.TooManyIdleCommands : reply;
    }

    private async ValueTask<SmtpReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> line = Lines.Bytes;
        int space = line.Span.IndexOf((byte)' ');
        ReadOnlyMemory<byte> arguments = space < 0 ? default : line[(space + 1)..];
        SmtpCommand? command = Commands.Find(space < 0 ? line.Span : line.Span[..space]);
        Context.LastCommand = command?.Verb ?? "?";
        if (command is null)
        {
            return SmtpReplies.UnknownCommand;
        }

        idleCommands += command.Flags.HasFlag(SmtpCommandFlags.Idle) ? 1 : 0;
        try
        {
            if (command.Flags.HasFlag(SmtpCommandFlags.NeedsLogon))
            {
                IsTrusted = Context.Account is null && await Context.Router.MayRelayAsync(Peer, cancellationToken);
            }

            if (SmtpCommandCheck.Refuse(this, command, arguments.Span) is { } refusal)
            {
                return command.RefuseAsync is { } refuse
                    ? await refuse(this, arguments, refusal, cancellationToken)
                    : refusal;
            }

            SmtpReply reply = await command.Handler(this, arguments, cancellationToken);
            State = reply.IsPositive && command.Next is { } next ? next : State;

            // A client that only probes addresses sends no mail either.
            idleCommands += reply.Code >= 500 && !command.Flags.HasFlag(SmtpCommandFlags.Idle) ? 1 : 0;
            return reply;
        }
        catch (MailException failure)
        {
            ProtocolLog.CommandRefused(Logger, Context.Id, command.Verb, failure.Error, failure);
            return SmtpErrors.For(failure.Error);
        }
        catch (Exception fault) when (
            fault is not (IOException or AuthenticationException or TimeoutException or OperationCanceledException))
        {
            ProtocolLog.CommandFailed(Logger, Context.Id, command.Verb, fault);
            return SmtpErrors.For(MailError.InternalError);
        }
    }

    private async ValueTask UpgradeToTlsAsync(CancellationToken cancellationToken)
    {
        if (await Context.Transport.UpgradeToTlsAsync(Limits.TlsHandshakeTimeout, cancellationToken))
        {
            ProtocolLog.PlainTextDiscarded(Logger, Context.Id);
        }

        // An attacker may have sent what came in plain text.
        await ResetTransactionAsync();
        State = SmtpStates.Connected;
        ClientName = "";
        IsExtended = false;
        Context.Client = null;
        Context.Account = null;
        Peer = Peer with { Account = null };
    }
}

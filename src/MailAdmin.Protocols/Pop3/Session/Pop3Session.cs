using System.Buffers;
using System.Security.Authentication;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3.Syntax;
using MailAdmin.Protocols.Sasl;
using MailAdmin.Protocols.Syntax;
using MailAdmin.Protocols.Tracing;
using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>
/// One POP3 session: reads commands, lets the table's handlers carry them out, writes their replies. RFC 1939 §3
/// </summary>
/// <remarks>
/// Invariants: nothing is deleted unless QUIT was given in the TRANSACTION state (§6), and +OK to it means that the
/// deletion is synced; the maildrop is locked from logon until the last reply is sent (§4, §6).
/// </remarks>
internal sealed class Pop3Session(SessionContext context, ILogger logger, CommandTable<Pop3Command> commands)
{
    private readonly Pop3Writer writer = new(context.Transport, context.Limits.SendTimeout);
    private readonly long start = context.Transport.TimeProvider.GetTimestamp();
    private int protocolErrors;

    /// <summary>The connection and the services of the listener.</summary>
    public SessionContext Context { get; } = context;

    /// <summary>The log.</summary>
    public ILogger Logger { get; } = logger;

    /// <summary>Reads the client's lines.</summary>
    public LineReader Lines { get; } = new(context.Transport);

    /// <summary>The failed logons so far.</summary>
    public LogonFailures LogonFailures { get; } = new(context);

    /// <summary>Records in the trace what the client reads and removes.</summary>
    public MessageTrace Trace { get; } = new(context);

    /// <summary>The limits.</summary>
    public ServerLimits Limits => Context.Limits;

    /// <summary>The state of the session.</summary>
    public Pop3States State { get; private set; } = Pop3States.Authorization;

    /// <summary>The user name of USER.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The maildrop, in the TRANSACTION state.</summary>
    public Pop3Maildrop? Maildrop { get; private set; }

    /// <summary>How long the session waits for a command: before the logon within the time for all of them.</summary>
    public TimeSpan CommandTimeout
    {
        get
        {
            if (State == Pop3States.Transaction)
            {
                return Limits.Pop3Timeout;
            }

            TimeSpan left = Limits.LogonTime - Context.Transport.TimeProvider.GetElapsedTime(start);
            return left < Limits.PreLogonTimeout ? left : Limits.PreLogonTimeout;
        }
    }

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
        catch (Exception end) when (end is IOException or AuthenticationException or TimeoutException
            or OperationCanceledException or MailException)
        {
            // A time that ran out is no reason to answer: RFC 1939 §3.
            ProtocolLog.ConnectionEnded(Logger, Context.Id, end.Message);
        }
        finally
        {
            ReleaseMaildrop();
        }
    }

    /// <summary>Opens the maildrop of an account that has logged on.</summary>
    /// <returns>The reply to the command that logged on.</returns>
    public async ValueTask<Pop3Reply> OpenMaildropAsync(
        AccountRecord account, string mechanism, CancellationToken cancellationToken)
    {
        if (Context.Mailboxes.TryLockExclusively(account.Id) is not { } exclusive)
        {
            return Pop3Errors.For(MailError.MailboxLocked);
        }

        MailboxSnapshot snapshot;
        try
        {
            snapshot = await Context.Mailboxes.OpenAsync(
                MailboxId.InboxOf(account.Id), null, claimRecent: false, cancellationToken);
        }
        catch
        {
            exclusive.Dispose();
            throw;
        }

        Maildrop = new Pop3Maildrop(snapshot, exclusive);
        Context.Account = account;
        State = Pop3States.Transaction;
        ProtocolLog.LoggedOn(Logger, Context.Id, account.Address, mechanism);
        return Pop3Reply.Ok($"{Maildrop.Count} messages ({Maildrop.LeftSize} bytes)");
    }

    /// <summary>A logon was refused.</summary>
    public async ValueTask<Pop3Reply> RefuseLogonAsync(
        MailError error, string mechanism, CancellationToken cancellationToken)
    {
        ProtocolLog.LogonRefused(Logger, Context.Id, mechanism, error);
        return await RefuseLogonAsync(Pop3Errors.For(error), cancellationToken);
    }

    /// <summary>Delays the refusal of a logon, and ends the session after several.</summary>
    public async ValueTask<Pop3Reply> RefuseLogonAsync(Pop3Reply reply, CancellationToken cancellationToken)
    {
        State = Pop3States.Authorization;
        bool close = await LogonFailures.DelayAsync(cancellationToken);
        return close ? reply.ThenClose() : reply;
    }

    private void ReleaseMaildrop()
    {
        Maildrop?.Dispose();
        Maildrop = null;
    }

    private async Task ServeAsync(CancellationToken stopping, CancellationToken aborting)
    {
        if (Context.IsImplicitTls)
        {
            await UpgradeToTlsAsync(aborting);
        }

        await WriteAsync(Pop3Reply.Ok($"{Context.HostName} POP3 MailAdmin"), aborting);
        Pop3Reply? last;
        do
        {
            last = await ServeOneAsync(stopping, aborting);
            if (last?.Then == Pop3Action.Close)
            {
                // A client that logs on again as soon as it was answered must find the maildrop free. RFC 1939 §6
                ReleaseMaildrop();
            }

            if (last is not null)
            {
                await WriteAsync(last, aborting);
            }

            if (last?.Then == Pop3Action.StartTls)
            {
                await UpgradeToTlsAsync(aborting);
            }
        }
        while (last is not null && last.Then != Pop3Action.Close);

        await Context.Transport.FlushAsync(Limits.SendTimeout, aborting);
    }

    private async ValueTask WriteAsync(Pop3Reply reply, CancellationToken cancellationToken)
    {
        Context.Transport.Output.Write(reply.Wire);
        if (reply.Body is { } body)
        {
            await body(writer, cancellationToken);
        }
    }

    /// <returns>The reply, or null when the client is gone.</returns>
    private async ValueTask<Pop3Reply?> ServeOneAsync(CancellationToken stopping, CancellationToken aborting)
    {
        Pop3Reply reply;
        try
        {
            stopping.ThrowIfCancellationRequested();
            LineStatus status = await Lines.ReadAsync(Limits.Pop3CommandLine, CommandTimeout, stopping);
            if (status == LineStatus.EndOfStream)
            {
                return null;
            }

            reply = status switch
            {
                LineStatus.TooLong => Pop3Replies.LineTooLong,
                LineStatus.Malformed => Pop3Replies.BareLineBreak,
                _ => await ExecuteAsync(aborting),
            };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !aborting.IsCancellationRequested)
        {
            return Pop3Replies.Stopping;
        }

        return reply.IsProtocolError && ++protocolErrors >= Limits.BadCommands ? Pop3Replies.TooManyErrors : reply;
    }

    private async ValueTask<Pop3Reply> ExecuteAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> line = Lines.Bytes;
        int space = line.Span.IndexOf((byte)' ');
        ReadOnlyMemory<byte> arguments = space < 0 ? default : line[(space + 1)..];
        Pop3Command? command = commands.Find(space < 0 ? line.Span : line.Span[..space]);
        Context.LastCommand = command?.Verb ?? "?";
        if (command is null)
        {
            return Pop3Replies.UnknownCommand;
        }

        try
        {
            if (Refuse(command, arguments.Span) is { } refusal)
            {
                return refusal;
            }

            Pop3Reply reply = await command.Handler(this, arguments, cancellationToken);
            State = reply.IsPositive && command.Next is { } next ? next : State;
            return reply;
        }
        catch (MailException failure)
        {
            ProtocolLog.CommandRefused(Logger, Context.Id, command.Verb, failure.Error, failure);
            return Pop3Errors.For(failure.Error);
        }
        catch (Exception fault) when (
            fault is not (IOException or AuthenticationException or TimeoutException or OperationCanceledException))
        {
            ProtocolLog.CommandFailed(Logger, Context.Id, command.Verb, fault);
            return Pop3Errors.For(MailError.InternalError);
        }
    }

    private Pop3Reply? Refuse(Pop3Command command, ReadOnlySpan<byte> arguments)
    {
        if (command.Capability is { } capability && !capability.IsOffered(this))
        {
            return capability.Refusal?.Invoke(this) ?? Pop3Replies.NotImplemented;
        }

        if ((command.Allowed & State) == 0)
        {
            return Pop3Replies.WrongState;
        }

        return !command.TakesArguments && !new Pop3Arguments(arguments).AtEnd ? Pop3Replies.BadArguments : null;
    }

    private async ValueTask UpgradeToTlsAsync(CancellationToken cancellationToken)
    {
        if (await Context.Transport.UpgradeToTlsAsync(Limits.TlsHandshakeTimeout, cancellationToken))
        {
            ProtocolLog.PlainTextDiscarded(Logger, Context.Id);
        }

        // An attacker may have sent what came in plain text. RFC 2595 §4
        State = Pop3States.Authorization;
        UserName = "";
    }
}

using System.Security.Authentication;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;
using MailAdmin.Protocols.Syntax;
using MailAdmin.Protocols.Tracing;
using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>
/// One session of IMAP: its state, and the loop that reads a command, runs it, reports what changed meanwhile and
/// writes the answer. RFC 9051 §3, RFC 3501 §3. Handlers write untagged data; the final answer is written here and
/// nowhere else.
/// </summary>
internal sealed class ImapSession : IDisposable
{
    private int badCommands;
    private int failedLogons;
    private bool startsTls;
    private string? byeText;

    public ImapSession(SessionContext context, ILogger logger, CommandTable<ImapCommand> commands)
    {
        Context = context;
        Trace = new MessageTrace(context);
        Logger = logger;
        Commands = commands;
        context.Transport.Limit(context.Limits);
        Responses = new ResponseWriter(context.Transport);
        Reader = new CommandReader(
            context.Transport, Responses, context.Limits, bytes => ImapCommandSyntax.EndsInMessage(bytes, commands));
    }

    /// <summary>The connection and what it may use.</summary>
    public SessionContext Context { get; }

    /// <summary>Records in the trace what the client reads and removes.</summary>
    public MessageTrace Trace { get; }

    /// <summary>The log.</summary>
    public ILogger Logger { get; }

    /// <summary>The commands that it knows.</summary>
    public CommandTable<ImapCommand> Commands { get; }

    /// <summary>The limits.</summary>
    public ServerLimits Limits => Context.Limits;

    /// <summary>The mailboxes.</summary>
    public IMailboxes Mailboxes => Context.Mailboxes;

    /// <summary>Who is logged on.</summary>
    public AccountId Account => Context.Account!.Id;

    /// <summary>Where untagged data goes.</summary>
    public ResponseWriter Responses { get; }

    /// <summary>Reads commands and what the client sends within one.</summary>
    public CommandReader Reader { get; }

    /// <summary>The state of the session.</summary>
    public ImapStates State { get; private set; } = ImapStates.NotAuthenticated;

    /// <summary>The selected mailbox, or null.</summary>
    public SelectedMailbox? Selected { get; private set; }

    /// <summary>Ends waits for the client when the server stops.</summary>
    public CancellationToken WaitToken { get; private set; }

    /// <summary>Serves the client from the greeting until the session ends.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborting);
        WaitToken = waiting.Token;
        try
        {
            await RunLoopAsync(stopping, aborting);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !aborting.IsCancellationRequested)
        {
            byeText = "The server is stopping";
        }
        catch (OperationCanceledException) when (aborting.IsCancellationRequested)
        {
            return;
        }
        catch (TimeoutException)
        {
            byeText = State == ImapStates.NotAuthenticated ? "Logon took too long" : "Autologout; idle too long";
        }
        catch (Exception broken) when (broken is IOException or AuthenticationException)
        {
            ImapLog.ConnectionBroke(Logger, Context.Id, broken.Message);
            return;
        }

        await SendByeAsync(aborting);
    }

    /// <summary>Selects a mailbox instead of the one before, or none.</summary>
    public void Select(SelectedMailbox? mailbox)
    {
        Selected?.Dispose();
        Selected = mailbox;
        State = mailbox is null ? ImapStates.Authenticated : ImapStates.Selected;
    }

    /// <summary>Finds a mailbox of the account.</summary>
    /// <exception cref="MailException">MailboxNotFound.</exception>
    public async ValueTask<MailboxInfo> RequireMailboxAsync(string name, CancellationToken cancellationToken) =>
        await Mailboxes.FindAsync(Account, name, cancellationToken)
        ?? throw MailException.Of(MailError.MailboxNotFound, name);

    /// <summary>Ends the session after the answer to this command.</summary>
    /// <param name="text">The text of BYE, or null when BYE was already sent.</param>
    public void End(string? text)
    {
        byeText = text;
        State = ImapStates.Logout;
    }

    /// <summary>Turns the outcome of a logon into the session's state and the answer.</summary>
    public async ValueTask<ImapStatus> FinishLogonAsync(LogonOutcome outcome)
    {
        if (outcome.Account is { } account)
        {
            Context.Account = account;
            Reader.IsLoggedOn = true;
            State = ImapStates.Authenticated;
            return ImapStatus.Ok("CAPABILITY " + ImapCapabilities.Of(this), "Logged on");
        }

        return await RefuseLogonAsync(ImapErrors.For(outcome.Refusal ?? MailError.LogonFailed));
    }

    /// <summary>
    /// Delays the refusal of a logon, and ends the session after several. Also of one that was never checked: whoever
    /// sends passwords in the clear does it again and again.
    /// </summary>
    public async ValueTask<ImapStatus> RefuseLogonAsync(ImapStatus refusal)
    {
        await Task.Delay(Limits.LogonFailureDelay, Context.Transport.TimeProvider, WaitToken);
        if (++failedLogons >= Limits.LogonAttempts)
        {
            End("Too many failed logons");
        }

        return refusal;
    }

    /// <summary>Starts the TLS handshake after the answer to this command.</summary>
    public void StartTlsAfterAnswer() => startsTls = true;

    private async ValueTask StartTlsAsync(CancellationToken cancellationToken)
    {
        if (await Context.Transport.UpgradeToTlsAsync(Limits.TlsHandshakeTimeout, cancellationToken))
        {
            ImapLog.PlainTextAheadOfTls(Logger, Context.Id);
        }

        // An attacker may have sent what came before TLS. RFC 9051 §6.2.1
        startsTls = false;
        Context.Client = null;
    }

    /// <summary>Applies the changes of the selected mailbox and reports them to the client.</summary>
    public async ValueTask WriteChangesAsync(bool mayExpunge, bool withUid, CancellationToken cancellationToken)
    {
        if (Selected is not { } selected || State == ImapStates.Logout)
        {
            return;
        }

        await selected.ApplyChangesAsync(Mailboxes, cancellationToken);
        if (selected.IsDeleted)
        {
            // RFC 2180 §3.3: nothing that the client knows of the mailbox is true any more. Before the answer to the
            // command, after which a client would give the next one.
            Responses.Write("* BYE The selected mailbox was deleted\r\n"u8);
            End(null);
            return;
        }

        UpdateWriter.Tell(selected, Responses, mayExpunge, withUid);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Selected?.Dispose();
        Reader.Dispose();
    }

    private async Task RunLoopAsync(CancellationToken stopping, CancellationToken aborting)
    {
        if (Context.IsImplicitTls)
        {
            await StartTlsAsync(WaitToken);
        }

        Responses.Write($"* OK [CAPABILITY {ImapCapabilities.Of(this)}] {Context.HostName} IMAP ready\r\n");
        while (State != ImapStates.Logout)
        {
            stopping.ThrowIfCancellationRequested();
            if (await Reader.ReadCommandAsync(WaitToken) is not { } text)
            {
                return;
            }

            await AnswerAsync(text, aborting);
        }
    }

    private async ValueTask AnswerAsync(CommandText text, CancellationToken cancellationToken)
    {
        string? tag = ReadHead(text, out ImapCommand? command, out ImapArguments? arguments);
        ImapStatus status;
        if (tag is null || text.Refusal is not null || arguments is null)
        {
            status = text.Refusal ?? ImapStatus.Bad(tag is null ? "A command begins with a tag" : "Unknown command");
        }
        else
        {
            Context.LastCommand = command!.Verb;
            status = await ExecuteAsync(command, arguments, cancellationToken);
        }

        if (text.EndsSession || !await Reader.SkipAsync(text.Message, WaitToken))
        {
            End("Cannot find where the next command begins");
        }

        if (command is not null && !command.Has(ImapCommandFlags.ChangesSelection))
        {
            bool mayExpunge = !command.Has(ImapCommandFlags.HoldsExpunges) || command.Has(ImapCommandFlags.ByUid);
            await WriteChangesAsync(mayExpunge, command.Has(ImapCommandFlags.ByUid), cancellationToken);
        }

        Responses.WriteStatus(tag, status);
        CountBadCommands(status);
        if (startsTls)
        {
            await Responses.FlushAsync(cancellationToken);
            await StartTlsAsync(WaitToken);
        }
        else if (Responses.Unsent > FlushAmount)
        {
            await Responses.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Bytes that may wait for the end of pipelined commands.</summary>
    public const int FlushAmount = 65_536;

    private string? ReadHead(CommandText text, out ImapCommand? command, out ImapArguments? arguments)
    {
        command = null;
        arguments = null;
        var reader = new ImapReader(text.Bytes.Span);
        if (!reader.TryReadTag(out ReadOnlySpan<byte> tag))
        {
            return null;
        }

        if (text.Refusal is null && reader.TryReadSpace() && reader.TryReadCommand(Commands, out command))
        {
            arguments = new ImapArguments(command, text.Bytes[reader.Position..], text.Message);
        }

        return Encoding.ASCII.GetString(tag);
    }

    private async ValueTask<ImapStatus> ExecuteAsync(
        ImapCommand command, ImapArguments arguments, CancellationToken cancellationToken)
    {
        if ((command.States & State) == 0)
        {
            return ImapStatus.Bad(State == ImapStates.NotAuthenticated ? "Log on first" : "Not in this state");
        }

        if (command.Has(ImapCommandFlags.NoArguments) && !arguments.AreEmpty)
        {
            return ImapReplies.NoArguments;
        }

        if (command.Has(ImapCommandFlags.Writes) && Selected!.IsReadOnly)
        {
            return ImapReplies.ReadOnly;
        }

        try
        {
            return await command.Handler(this, arguments, cancellationToken);
        }
        catch (MailException refusal)
        {
            if (refusal.InnerException is not null || refusal.Error == MailError.InternalError)
            {
                ImapLog.CommandRefused(Logger, Context.Id, command.Verb, refusal.Error, refusal);
            }

            return ImapErrors.For(refusal.Error, command.Has(ImapCommandFlags.SuggestsCreate));
        }
        catch (Exception fault) when (
            fault is not (IOException or OperationCanceledException or TimeoutException or AuthenticationException))
        {
            ImapLog.CommandFailed(Logger, Context.Id, command.Verb, fault);
            return ImapErrors.ServerBug;
        }
    }

    private void CountBadCommands(ImapStatus status)
    {
        badCommands = status.Kind switch
        {
            ImapStatusKind.Bad => badCommands + 1,
            ImapStatusKind.Ok => 0,
            _ => badCommands,
        };

        if (badCommands >= Limits.BadCommands)
        {
            End("Too many invalid commands");
        }
    }

    private async ValueTask SendByeAsync(CancellationToken aborting)
    {
        try
        {
            if (byeText is not null)
            {
                Responses.Write($"* BYE {byeText}\r\n");
            }

            await Responses.FlushAsync(aborting);
        }
        catch (Exception gone) when (
            gone is IOException or TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            ImapLog.ConnectionBroke(Logger, Context.Id, gone.Message);
        }
    }
}

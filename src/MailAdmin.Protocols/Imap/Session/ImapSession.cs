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
/// One session of IMAP: its state, and the loop that reads a command, has it done, tells what changed meanwhile and writes
/// the answer. RFC 9051 §3, RFC 3501 §3. Handlers write untagged data; the final answer is written here and nowhere else.
/// </summary>
internal sealed class ImapSession : IDisposable
{
    private int badCommands;
    private int failedLogons;
    private bool startsTls;
    private string? farewell;

    public ImapSession(SessionContext context, ILogger logger, CommandTable<ImapCommand> commands)
    {
        Context = context;
        Trace = new MessageTrace(context);
        Logger = logger;
        Commands = commands;
        context.Transport.SendTimeout = context.Limits.SendTimeout;
        Responses = new ResponseWriter(context.Transport);
        Reader = new CommandReader(
            context.Transport, Responses, context.Limits, octets => ImapCommandSyntax.EndsInMessage(octets, commands));
    }

    /// <summary>The connection and what it may use.</summary>
    public SessionContext Context { get; }

    /// <summary>Notes what the client reads and removes.</summary>
    public MessageTrace Trace { get; }

    /// <summary>Where faults are told.</summary>
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

    /// <summary>What the client goes on to say within a command.</summary>
    public CommandReader Reader { get; }

    /// <summary>Where the session stands.</summary>
    public ImapStates State { get; private set; } = ImapStates.NotAuthenticated;

    /// <summary>The selected mailbox; null: none.</summary>
    public SelectedMailbox? Selected { get; private set; }

    /// <summary>Ends waits for the client when the server stops.</summary>
    public CancellationToken WaitToken { get; private set; }

    /// <summary>Runs from the greeting to the end.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborting);
        WaitToken = waiting.Token;
        try
        {
            await ConverseAsync(stopping, aborting);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !aborting.IsCancellationRequested)
        {
            farewell = "The server stops";
        }
        catch (OperationCanceledException) when (aborting.IsCancellationRequested)
        {
            return;
        }
        catch (TimeoutException)
        {
            farewell = State == ImapStates.NotAuthenticated ? "Too slow to log on" : "Autologout; idle for too long";
        }
        catch (Exception broken) when (broken is IOException or AuthenticationException)
        {
            ImapLog.ConnectionBroke(Logger, Context.Id, broken.Message);
            return;
        }

        await SayFarewellAsync(aborting);
    }

    /// <summary>Selects a mailbox instead of the one before, or none.</summary>
    public void Select(SelectedMailbox? mailbox)
    {
        Selected?.Dispose();
        Selected = mailbox;
        State = mailbox is null ? ImapStates.Authenticated : ImapStates.Selected;
    }

    /// <summary>Ends the session after the answer to this command.</summary>
    /// <param name="text">Goes with BYE; null: BYE was said.</param>
    public void End(string? text)
    {
        farewell = text;
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

        await Task.Delay(Limits.LogonFailureDelay, Context.Transport.TimeProvider, WaitToken);
        if (++failedLogons >= Limits.LogonAttempts)
        {
            End("Too many failed logons");
        }

        return ImapErrors.For(outcome.Refusal ?? MailError.LogonFailed);
    }

    /// <summary>Has the handshake follow the answer to this command.</summary>
    public void StartTlsAfterAnswer() => startsTls = true;

    private async ValueTask StartTlsAsync(CancellationToken cancellationToken)
    {
        if (await Context.Transport.UpgradeToTlsAsync(Limits.TlsHandshakeTimeout, cancellationToken))
        {
            ImapLog.PlainTextAheadOfTls(Logger, Context.Id);
        }

        // What a client said before TLS may be an attacker's. RFC 9051 §6.2.1
        startsTls = false;
        Context.Client = null;
    }

    /// <summary>Enters what changed in the selected mailbox, and tells it.</summary>
    public async ValueTask TellChangesAsync(bool mayExpunge, bool withUid, CancellationToken cancellationToken)
    {
        if (Selected is not { } selected)
        {
            return;
        }

        await selected.AbsorbAsync(Mailboxes, cancellationToken);
        if (selected.IsDeleted)
        {
            // RFC 2180 §3.3: nothing that the client knows of the mailbox is true any more.
            End("The selected mailbox was deleted");
            return;
        }

        MailboxTeller.Tell(selected, Responses, mayExpunge, withUid);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Selected?.Dispose();
        Reader.Dispose();
    }

    private async Task ConverseAsync(CancellationToken stopping, CancellationToken aborting)
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

        if (text.EndsSession || !await Reader.ReadPastAsync(text.Message, WaitToken))
        {
            End("What follows cannot be told from commands");
        }

        if (command is not null && !command.Has(ImapCommandFlags.ChangesSelection))
        {
            bool mayExpunge = !command.Has(ImapCommandFlags.HoldsExpunges) || command.Has(ImapCommandFlags.ByUid);
            await TellChangesAsync(mayExpunge, command.Has(ImapCommandFlags.ByUid), cancellationToken);
        }

        Write(tag, status);
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

    /// <summary>Octets that may wait for the end of pipelined commands.</summary>
    public const int FlushAmount = 65_536;

    private string? ReadHead(CommandText text, out ImapCommand? command, out ImapArguments? arguments)
    {
        command = null;
        arguments = null;
        var reader = new ImapReader(text.Octets.Span);
        if (!reader.TryReadTag(out ReadOnlySpan<byte> tag))
        {
            return null;
        }

        if (text.Refusal is null && reader.TryReadSpace() && reader.TryReadCommand(Commands, out command))
        {
            arguments = new ImapArguments(command, text.Octets[reader.Position..], text.Message);
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
        catch (Exception fault) when (fault is not (IOException or OperationCanceledException or TimeoutException or AuthenticationException))
        {
            ImapLog.CommandFailed(Logger, Context.Id, command.Verb, fault);
            return ImapErrors.ServerBug;
        }
    }

    private void Write(string? tag, ImapStatus status)
    {
        Responses.Write(tag ?? "*");
        Responses.WriteOctet(' ');
        Responses.Write(status.Word);
        if (status.Code is not null)
        {
            Responses.WriteOctet('[');
            Responses.Write(status.Code);
            Responses.Write("] "u8);
        }

        Responses.Write(status.Text);
        Responses.WriteEndOfLine();
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
            End("Too many commands that make no sense");
        }
    }

    private async ValueTask SayFarewellAsync(CancellationToken aborting)
    {
        try
        {
            if (farewell is not null)
            {
                Responses.Write($"* BYE {farewell}\r\n");
            }

            await Responses.FlushAsync(aborting);
        }
        catch (Exception gone) when (gone is IOException or TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            ImapLog.ConnectionBroke(Logger, Context.Id, gone.Message);
        }
    }
}

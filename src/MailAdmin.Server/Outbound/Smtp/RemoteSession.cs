using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>
/// A session with another server, which takes one message after the other. Messages go out octet for octet; each
/// recipient gets the server's own reply. RFC 5321 §3.3, §4.5.2; RFC 2920 §3.1; RFC 3030 §2
/// </summary>
internal sealed class RemoteSession : IAsyncDisposable
{
    private readonly SmtpStream stream;
    private readonly SmtpTimeouts timeouts;
    private readonly TimeProvider timeProvider;
    private bool needsReset;

    private RemoteSession(SmtpStream stream, SessionTarget target, SessionOpening opening, SmtpTimeouts timeouts, TimeProvider timeProvider)
    {
        this.stream = stream;
        this.timeouts = timeouts;
        this.timeProvider = timeProvider;
        Target = target;
        Offer = opening.Offer;
        IsVerified = opening.IsVerified;
    }

    /// <summary>The server.</summary>
    public SessionTarget Target { get; }

    /// <summary>What it offers.</summary>
    public ServerExtensions Offer { get; }

    /// <summary>Whether its certificate proves its name.</summary>
    public bool IsVerified { get; }

    /// <summary>Whether another message may follow.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>How many transactions there were.</summary>
    public int Transactions { get; private set; }

    /// <summary>Opens a session over a connection, which it takes over; it is closed if that fails.</summary>
    /// <exception cref="SmtpFailure">It did not come to a session.</exception>
    public static async Task<RemoteSession> OpenAsync(
        Stream connection, SessionTarget target, SmtpTimeouts timeouts, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        SmtpStream stream = new(connection, timeProvider);
        SessionOpening opening = new(stream, target, timeouts);
        try
        {
            await opening.RunAsync(cancellationToken);
            return new RemoteSession(stream, target, opening, timeouts, timeProvider);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a message to some recipients.</summary>
    /// <returns>One result a recipient, in their order. Failures of the connection are results too.</returns>
    public async Task<RecipientResult[]> SendAsync(
        EmailAddress? reversePath, MessageOptions options, IReadOnlyList<QueueRecipient> recipients, OutgoingContent content, CancellationToken cancellationToken)
    {
        Transactions++;
        SmtpEnvelope envelope = new(reversePath, options, content, Offer, timeProvider);
        if (envelope.FindRefusal(stream.Tls is not null && IsVerified) is { } refusal)
        {
            return [.. recipients.Select(recipient => RecipientResult.Refused(recipient, refusal.StatusCode, refusal.Reason))];
        }

        RecipientResult?[] results = [.. recipients.Select(recipient => envelope.FindRefusal(recipient) is { } own
            ? RecipientResult.Refused(recipient, own.StatusCode, own.Reason)
            : null)];
        int[] named = [.. Enumerable.Range(0, results.Length).Where(i => results[i] is null)];
        if (named.Length > 0)
        {
            await TransactAsync(envelope, recipients, named, results, content, cancellationToken);
        }

        return results!;
    }

    /// <summary>Says goodbye, without caring about the answer.</summary>
    public async Task QuitAsync()
    {
        if (!IsUsable)
        {
            return;
        }

        IsUsable = false;
        try
        {
            await stream.SendAsync("QUIT\r\n"u8.ToArray(), timeouts.Quit, CancellationToken.None);
            await stream.ReadReplyAsync(timeouts.Quit, CancellationToken.None);
        }
        catch (SmtpFailure)
        {
            // It is over in any case.
        }
    }

    public ValueTask DisposeAsync()
    {
        IsUsable = false;
        return stream.DisposeAsync();
    }

    private async Task TransactAsync(
        SmtpEnvelope envelope,
        IReadOnlyList<QueueRecipient> recipients,
        int[] named,
        RecipientResult?[] results,
        OutgoingContent content,
        CancellationToken cancellationToken)
    {
        // Recipients that the server has taken: what happens to the content happens to them.
        List<int> taken = [];
        bool isDone = false;
        try
        {
            if (needsReset)
            {
                CheckClosing(await AskAsync("RSET", timeouts.Command, cancellationToken));
            }

            needsReset = true;
            RemoteReply reply = await NameAsync(envelope, recipients, named, results, taken, cancellationToken);
            if (taken.Count > 0 && reply.IsPositive)
            {
                reply = await SendContentAsync(content, cancellationToken);
                needsReset = false;
            }

            foreach (int i in taken)
            {
                results[i] = RecipientResult.From(recipients[i], reply, "0.0");
            }

            isDone = true;
            CheckClosing(reply);
        }
        catch (SmtpFailure failure)
        {
            IsUsable = false;
            foreach (int i in named.Where(i => results[i] is null || (!isDone && taken.Contains(i))))
            {
                results[i] = RecipientResult.From(recipients[i], failure);
            }
        }
        catch
        {
            // In the middle of something.
            IsUsable = false;
            throw;
        }

        async Task<RemoteReply> SendContentAsync(OutgoingContent octets, CancellationToken token)
        {
            try
            {
                await (envelope.UsesChunking
                    ? SmtpContentWriter.WriteChunkAsync(stream, octets, timeouts, token)
                    : SmtpContentWriter.WriteDataAsync(stream, octets, timeouts, token));
            }
            catch (SmtpFailure failure) when (failure.Kind == SmtpFailureKind.Connection)
            {
                // A server that has seen enough says so before it hangs up.
                IsUsable = false;
                if (await ReadLastWordAsync(token) is { IsPositive: false } last)
                {
                    return last;
                }

                throw;
            }

            return await stream.ReadReplyAsync(timeouts.DataEnd, token);
        }
    }

    /// <summary>MAIL, RCPT and DATA, in one go if the server takes it so.</summary>
    /// <returns>Positive: the content may follow; otherwise why not.</returns>
    private async Task<RemoteReply> NameAsync(
        SmtpEnvelope envelope,
        IReadOnlyList<QueueRecipient> recipients,
        int[] named,
        RecipientResult?[] results,
        List<int> taken,
        CancellationToken cancellationToken)
    {
        bool pipelines = Offer.Has("PIPELINING");
        List<string> commands = [envelope.Mail(named.Select(i => recipients[i]), Target.Logon is not null)];
        commands.AddRange(named.Select(i => envelope.Rcpt(recipients[i])));
        if (!envelope.UsesChunking)
        {
            commands.Add("DATA");
        }

        if (pipelines)
        {
            string all = string.Join("\r\n", commands) + "\r\n";
            await stream.SendAsync(Encoding.UTF8.GetBytes(all), timeouts.Command, cancellationToken);
        }

        RemoteReply mail = await NextAsync(commands[0], timeouts.Command);
        if (!mail.IsPositive && !pipelines)
        {
            Refuse(mail);
            return mail;
        }

        for (int n = 0; n < named.Length; n++)
        {
            int i = named[n];
            RemoteReply reply = await NextAsync(commands[n + 1], timeouts.Command);
            if (!mail.IsPositive)
            {
                continue;
            }

            results[i] = Judge(recipients[i], reply);
            if (reply.IsPositive)
            {
                taken.Add(i);
            }
        }

        if (!mail.IsPositive)
        {
            Refuse(mail);
        }

        if (envelope.UsesChunking || (!pipelines && taken.Count == 0))
        {
            return mail;
        }

        RemoteReply data = await NextAsync("DATA", timeouts.DataStart);
        if (data.Code == 354 && taken.Count == 0)
        {
            // The server waits for a message that nobody gets. RFC 2920 §3.1
            await AskAsync(".", timeouts.DataEnd, cancellationToken);
            return mail;
        }

        return data.Code == 354 ? new RemoteReply(250, []) : data.IsPositive ? throw NotSmtp(data) : data;

        async Task<RemoteReply> NextAsync(string command, TimeSpan timeout)
        {
            RemoteReply reply = pipelines
                ? await stream.ReadReplyAsync(timeout, cancellationToken)
                : await AskAsync(command, timeout, cancellationToken);
            CheckClosing(reply);
            return reply.Code is >= 300 and < 400 && command != "DATA" ? throw NotSmtp(reply) : reply;
        }

        void Refuse(RemoteReply reply)
        {
            foreach (int i in named)
            {
                results[i] = RecipientResult.From(recipients[i], reply, "1.0");
            }
        }
    }

    private async Task<RemoteReply?> ReadLastWordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadReplyAsync(timeouts.Quit, cancellationToken);
        }
        catch (SmtpFailure)
        {
            return null;
        }
    }

    private static RecipientResult Judge(QueueRecipient recipient, RemoteReply reply)
    {
        RecipientResult result = RecipientResult.From(recipient, reply, reply.IsPositive ? "1.5" : "1.0");

        // 552 from old servers means what 452 does: too many. RFC 5321 §4.5.3.1.10
        bool isTooMany = (reply.Code == 452 && reply.Enhanced is null or "4.5.3") || (reply.Code == 552 && reply.Enhanced is null or "5.5.3");
        return result with
        {
            Kind = isTooMany ? ResultKind.Temporary : result.Kind,
            StatusCode = isTooMany ? "4.5.3" : result.StatusCode,
            IsTooMany = isTooMany,
            IsGreylisted = reply.Code is 450 or 451,
        };
    }

    private async Task<RemoteReply> AskAsync(string line, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await stream.SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"), timeouts.Command, cancellationToken);
        return await stream.ReadReplyAsync(timeout, cancellationToken);
    }

    // At any moment. RFC 5321 §3.8
    private static void CheckClosing(RemoteReply reply)
    {
        if (reply.Code == 421)
        {
            throw new SmtpFailure(SmtpFailureKind.Refused, reply.StatusOr("3.2"), "The server closes the connection", reply);
        }
    }

    private static SmtpFailure NotSmtp(RemoteReply reply) => new(SmtpFailureKind.Protocol, "4.5.0", "The server's reply does not fit the command", reply);
}

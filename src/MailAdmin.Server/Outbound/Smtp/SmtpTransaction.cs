using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>One transaction: MAIL, RCPT for each recipient, and the content by DATA or BDAT.</summary>
internal sealed class SmtpTransaction
{
    private readonly SmtpStream stream;
    private readonly SmtpEnvelope envelope;
    private readonly IReadOnlyList<QueueRecipient> recipients;
    private readonly bool pipelines;
    private readonly bool isLoggedOn;
    private readonly RecipientResult?[] results;

    // The recipients that are named to the server, and those among them that it accepted: the result of the content is
    // theirs.
    private readonly int[] named;
    private readonly List<int> accepted = [];
    private bool isDone;

    public SmtpTransaction(
        SmtpStream stream,
        SmtpEnvelope envelope,
        IReadOnlyList<QueueRecipient> recipients,
        bool pipelines,
        bool isLoggedOn)
    {
        this.stream = stream;
        this.envelope = envelope;
        this.recipients = recipients;
        this.pipelines = pipelines;
        this.isLoggedOn = isLoggedOn;
        results =
        [
            .. recipients.Select(recipient => envelope.FindRefusal(recipient) is { } refusal
                ? RecipientResult.Refused(recipient, refusal.Status, refusal.Reason)
                : null),
        ];
        named = [.. Enumerable.Range(0, results.Length).Where(i => results[i] is null)];
    }

    /// <summary>Whether no recipient can be named to the server.</summary>
    public bool IsEmpty => named.Length == 0;

    /// <summary>Whether the content was sent and answered, so that the next transaction needs no RSET.</summary>
    public bool IsContentSent { get; private set; }

    /// <summary>Whether the server closed the connection while the content was sent.</summary>
    public bool IsConnectionBroken { get; private set; }

    /// <summary>One result a recipient, in their order, once the transaction has run or failed.</summary>
    public IReadOnlyList<RecipientResult> Results => results!;

    private SmtpTimeouts Timeouts => stream.Timeouts;

    /// <exception cref="SmtpFailure">The connection is of no use any more; see <see cref="Fail"/>.</exception>
    public async Task RunAsync(OutgoingContent content, CancellationToken cancellationToken)
    {
        RemoteReply reply = await SendEnvelopeAsync(cancellationToken);
        if (accepted.Count > 0 && reply.IsPositive)
        {
            reply = await SendContentAsync(content, cancellationToken);
            IsContentSent = true;
        }

        foreach (int i in accepted)
        {
            results[i] = reply.ToResult(recipients[i], "0.0");
        }

        isDone = true;
        reply.ThrowIfClosing();
    }

    /// <summary>Gives a failure of the connection to the recipients that have no result of their own.</summary>
    public void Fail(SmtpFailure failure)
    {
        foreach (int i in named.Where(i => results[i] is null || (!isDone && accepted.Contains(i))))
        {
            results[i] = failure.ToResult(recipients[i]);
        }
    }

    /// <summary>Sends MAIL, RCPT and DATA, in one go if the server allows that.</summary>
    /// <returns>A positive reply when the content may follow, otherwise the reason why not.</returns>
    private async Task<RemoteReply> SendEnvelopeAsync(CancellationToken cancellationToken)
    {
        string[] commands =
        [
            envelope.Mail(named.Select(i => recipients[i]), isLoggedOn),
            .. named.Select(i => envelope.Rcpt(recipients[i])),
        ];
        if (pipelines)
        {
            string all = string.Join("\r\n", commands) + (envelope.UsesChunking ? "\r\n" : "\r\nDATA\r\n");
            await stream.SendAsync(Encoding.UTF8.GetBytes(all), Timeouts.Command, cancellationToken);
        }

        RemoteReply mail = await NextReplyAsync(commands[0], Timeouts.Command, cancellationToken);
        if (mail.IsPositive || pipelines)
        {
            for (int n = 0; n < named.Length; n++)
            {
                RemoteReply reply = await NextReplyAsync(commands[n + 1], Timeouts.Command, cancellationToken);
                if (mail.IsPositive)
                {
                    RecordRecipient(named[n], reply);
                }
            }
        }

        if (!mail.IsPositive)
        {
            Array.ForEach(named, i => results[i] = mail.ToResult(recipients[i], "1.0"));
        }

        return envelope.UsesChunking || (!pipelines && accepted.Count == 0) ? mail : await StartDataAsync(
            mail, cancellationToken);
    }

    private async Task<RemoteReply> StartDataAsync(RemoteReply mail, CancellationToken cancellationToken)
    {
        RemoteReply data = await NextReplyAsync("DATA", Timeouts.DataStart, cancellationToken);
        if (data.Code != 354)
        {
            return data.IsPositive ? throw SmtpFailure.UnexpectedReply() : data;
        }

        if (accepted.Count > 0)
        {
            return new RemoteReply(250, []);
        }

        // The server waits for a message without recipients. RFC 2920 §3.1
        await stream.ExchangeAsync(".", Timeouts.DataEnd, cancellationToken);
        return mail;
    }

    private async Task<RemoteReply> SendContentAsync(OutgoingContent content, CancellationToken cancellationToken)
    {
        try
        {
            await (envelope.UsesChunking
                ? SmtpContentWriter.WriteChunkAsync(stream, content, cancellationToken)
                : SmtpContentWriter.WriteDataAsync(stream, content, cancellationToken));
        }
        catch (SmtpFailure failure) when (failure.Kind == SmtpFailureKind.Connection)
        {
            // A server that refuses the content in the middle often replies before it closes the connection.
            IsConnectionBroken = true;
            if (await TryReadFinalReplyAsync(cancellationToken) is { IsPositive: false } final)
            {
                return final;
            }

            throw;
        }

        return await stream.ReadReplyAsync(Timeouts.DataEnd, cancellationToken);
    }

    private async Task<RemoteReply?> TryReadFinalReplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadReplyAsync(Timeouts.Quit, cancellationToken);
        }
        catch (SmtpFailure)
        {
            return null;
        }
    }

    private async Task<RemoteReply> NextReplyAsync(
        string command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        RemoteReply reply = pipelines
            ? await stream.ReadReplyAsync(timeout, cancellationToken)
            : await stream.ExchangeAsync(command, timeout, cancellationToken);
        reply.ThrowIfClosing();
        return reply.Code is >= 300 and < 400 && command != "DATA" ? throw SmtpFailure.UnexpectedReply() : reply;
    }

    private void RecordRecipient(int index, RemoteReply reply)
    {
        results[index] = Evaluate(recipients[index], reply);
        if (reply.IsPositive)
        {
            accepted.Add(index);
        }
    }

    private static RecipientResult Evaluate(QueueRecipient recipient, RemoteReply reply)
    {
        RecipientResult result = reply.ToResult(recipient, reply.IsPositive ? "1.5" : "1.0");

        // 552 from old servers means what 452 does: too many. RFC 5321 §4.5.3.1.10
        bool isTooMany = (reply.Code == 452 && reply.Enhanced is null or "4.5.3")
            || (reply.Code == 552 && reply.Enhanced is null or "5.5.3");
        return result with
        {
            Action = isTooMany ? DeliveryAction.Delayed : result.Action,
            Status = isTooMany ? "4.5.3" : result.Status,
            IsTooMany = isTooMany,
            IsGreylisted = reply.Code is 450 or 451,
        };
    }
}

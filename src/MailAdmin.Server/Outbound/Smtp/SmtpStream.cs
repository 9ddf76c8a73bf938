using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>
/// The connection to another server, with a timeout for each wait and limits on the size of a reply. RFC 5321 §4.2.1
/// (multi-line replies), §4.5.3.1.5 (lines); RFC 3207 §4.2 (data received before TLS must not be used after it)
/// </summary>
internal sealed class SmtpStream : IAsyncDisposable
{
    // The RFC allows 512 octets a line; some servers send more.
    private const int MaxLine = 4_096;
    private const int MaxLines = 256;
    private const int MaxReply = 32 * 1024;

    private readonly Stream plain;
    private readonly TimeProvider timeProvider;
    private readonly byte[] input = new byte[MaxLine];
    private Stream stream;
    private int start;
    private int end;

    public SmtpStream(Stream plain, SmtpTimeouts timeouts, TimeProvider timeProvider)
    {
        this.plain = plain;
        Timeouts = timeouts;
        this.timeProvider = timeProvider;
        stream = plain;
    }

    /// <summary>The times to wait for this server.</summary>
    public SmtpTimeouts Timeouts { get; }

    /// <summary>The TLS of the connection, or null without TLS.</summary>
    public SslStream? Tls { get; private set; }

    /// <summary>Sends a command and reads the reply.</summary>
    public async Task<RemoteReply> ExchangeAsync(
        string line, TimeSpan replyTimeout, CancellationToken cancellationToken)
    {
        await SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"), Timeouts.Command, cancellationToken);
        return await ReadReplyAsync(replyTimeout, cancellationToken);
    }

    /// <summary>Sends bytes.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes, TimeSpan timeout, CancellationToken cancellationToken) =>
        LimitAsync(
            async token =>
            {
                await stream.WriteAsync(bytes, token);
                await stream.FlushAsync(token);
                return true;
            },
            timeout,
            WrittenReason.Of("Written.SendTimeout"),
            cancellationToken);

    /// <summary>Reads a whole reply; the timeout is for all of it.</summary>
    public Task<RemoteReply> ReadReplyAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        LimitAsync(ReadLinesAsync, timeout, WrittenReason.Of("Written.ReplyTimeout"), cancellationToken);

    /// <summary>Negotiates TLS as the client.</summary>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    public async Task NegotiateTlsAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        if (start != end)
        {
            // An attacker may have inserted it; it must not count as received under TLS.
            throw new SmtpFailure(
                SmtpFailureKind.Protocol, "4.5.0", WrittenReason.Of("Written.EarlyReply"));
        }

        SslStream upgraded = new(plain, leaveInnerStreamOpen: true);
        Tls = upgraded;
        await LimitAsync(
            async token =>
            {
                await upgraded.AuthenticateAsClientAsync(options, token);
                return true;
            },
            Timeouts.Command,
            WrittenReason.Of("Written.HandshakeTimeout"),
            cancellationToken);
        stream = upgraded;
    }

    public async ValueTask DisposeAsync()
    {
        if (Tls is not null)
        {
            await Tls.DisposeAsync();
        }

        await plain.DisposeAsync();
    }

    private async Task<RemoteReply> ReadLinesAsync(CancellationToken cancellationToken)
    {
        List<string> lines = [];
        int total = 0;
        int code = 0;
        while (true)
        {
            string line = await ReadLineAsync(cancellationToken);
            total += line.Length;
            int lineCode = ReadCode(line);
            if (lineCode == 0 || (lines.Count > 0 && lineCode != code))
            {
                string shown = line.Length > 80 ? line[..80] : line;
                throw new SmtpFailure(SmtpFailureKind.Protocol, "4.5.0", WrittenReason.Of("Written.NotSmtp", shown));
            }

            if (lines.Count == MaxLines || total > MaxReply)
            {
                throw new SmtpFailure(SmtpFailureKind.Protocol, "4.5.0", WrittenReason.Of("Written.EndlessReply"));
            }

            code = lineCode;
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return new RemoteReply(code, lines);
            }
        }
    }

    // 0 when the line is not one of a reply.
    private static int ReadCode(string line)
    {
        bool isReply = line.Length >= 3
            && line[0] is >= '2' and <= '5' && char.IsAsciiDigit(line[1]) && char.IsAsciiDigit(line[2])
            && (line.Length == 3 || line[3] is ' ' or '-');
        return isReply ? int.Parse(line.AsSpan(0, 3), CultureInfo.InvariantCulture) : 0;
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        int searched = start;
        while (true)
        {
            int found = input.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                string line = Printable(input.AsSpan(start, searched + found - start));
                start = searched + found + 1;
                return line;
            }

            if (start > 0)
            {
                input.AsSpan(start, end - start).CopyTo(input);
                end -= start;
                start = 0;
            }

            if (end == input.Length)
            {
                throw new SmtpFailure(SmtpFailureKind.Protocol, "4.5.0", WrittenReason.Of("Written.EndlessLine"));
            }

            searched = end;
            int read = await stream.ReadAsync(input.AsMemory(end), cancellationToken);
            if (read == 0)
            {
                throw new SmtpFailure(SmtpFailureKind.Connection, "4.4.2", WrittenReason.Of("Written.Closed"));
            }

            end += read;
        }
    }

    // The text is shown in reports, logs and terminals.
    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimEnd((byte)'\r');
        return string.Create(Encoding.UTF8.GetCharCount(bytes), bytes, static (text, source) =>
        {
            Encoding.UTF8.GetChars(source, text);
            foreach (ref char c in text)
            {
                c = char.IsControl(c) ? ' ' : c;
            }
        });
    }

    private async Task<T> LimitAsync<T>(
        Func<CancellationToken, Task<T>> action, TimeSpan timeout, string late, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(timeout, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, limit.Token);
        try
        {
            return await action(either.Token);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmtpFailure(SmtpFailureKind.Connection, "4.4.2", late, cause: cause);
        }
        catch (Exception cause) when (cause is IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SmtpFailure(
                SmtpFailureKind.Connection, "4.4.2", WrittenReason.Of("Written.Broken"), cause: cause);
        }
    }
}

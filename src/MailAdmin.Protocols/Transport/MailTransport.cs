using System.Buffers;
using System.ComponentModel;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailAdmin.Protocols.Transport;

/// <summary>
/// The bytes of one connection: a reader and a writer over a stream, the upgrade to TLS, deadlines and counters.
/// </summary>
/// <remarks>
/// Invariants: one read at a time and one write at a time, from the session's own task. What was written is sent before
/// a read waits, so client and server never wait for each other (RFC 2920 §3.2), and answers to pipelined commands
/// travel together. What the client sent in plain text ahead of a handshake is discarded (RFC 3207 §6, RFC 2595 §4). A
/// connection that waits uses no read buffer. A wait that is too long throws <see cref="TimeoutException"/>; after that
/// nothing more is read.
/// </remarks>
public sealed class MailTransport : IAsyncDisposable
{
    private static readonly TimeSpan CloseNotifyTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestSend = TimeSpan.FromSeconds(1);

    private readonly CountingStream plain;
    private readonly SslServerAuthenticationOptions? tlsOptions;
    private readonly WaitDeadline deadline;
    private SslStream? tls;
    private PipeReader input;
    private PipeWriter output;
    private ReadOnlySequence<byte> current;
    private TransferCredit? sending;

    /// <summary>Makes a transport over a connected stream, which it owns.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="remote">The client's address and port.</param>
    /// <param name="local">Our address and port.</param>
    /// <param name="tlsOptions">How to offer TLS, or null when it is not offered.</param>
    /// <param name="timeProvider">The clock of the deadlines.</param>
    public MailTransport(
        Stream stream,
        IPEndPoint remote,
        IPEndPoint local,
        SslServerAuthenticationOptions? tlsOptions,
        TimeProvider timeProvider)
    {
        plain = new CountingStream(stream);
        this.tlsOptions = tlsOptions;
        Remote = remote;
        Local = local;
        TimeProvider = timeProvider;
        deadline = new WaitDeadline(timeProvider, () => input!.CancelPendingRead(), () => output!.CancelPendingFlush());
        (input, output) = Open(plain);
    }

    /// <summary>The client's address and port.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>Our address and port.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>How long a client may take to accept what a read sends before it waits.</summary>
    public TimeSpan SendTimeout { get; private set; } = new ServerLimits().SendTimeout;

    /// <summary>Applies the limits of a session to what is sent.</summary>
    public void Limit(ServerLimits limits)
    {
        SendTimeout = limits.SendTimeout;
        sending = new TransferCredit(limits.SendTimeout, limits.MinTransferRate);
    }

    /// <summary>
    /// Asks, without waiting, whether the client has sent something of which nothing was read yet, or null when that is
    /// unknown.
    /// </summary>
    public Func<bool>? InputProbe { get; init; }

    /// <summary>Whether the client has sent something before the server sent anything.</summary>
    public bool HasInputAlready => InputProbe?.Invoke() ?? false;

    /// <summary>
    /// Asks, without waiting, whether the client has closed its side of the connection and nothing is left to be read,
    /// or null when that is unknown.
    /// </summary>
    public Func<bool>? EndProbe { get; init; }

    /// <summary>
    /// Whether the client has closed at least its side of the connection. Nothing is read for that, so it may be asked
    /// while a command runs.
    /// </summary>
    public bool HasClientEnded => EndProbe?.Invoke() ?? false;

    /// <summary>Whether the client can start TLS.</summary>
    public bool OffersTls => tlsOptions is not null && tls is null;

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsEncrypted => tls is not null;

    /// <summary>The version of TLS, None before a handshake.</summary>
    public SslProtocols TlsVersion => tls?.SslProtocol ?? SslProtocols.None;

    /// <summary>The cipher suite; null before a handshake.</summary>
    public TlsCipherSuite? CipherSuite => tls?.NegotiatedCipherSuite;

    /// <summary>Bytes that came, encrypted ones counted as they were on the wire.</summary>
    public long BytesIn => plain.BytesRead;

    /// <summary>Bytes that went.</summary>
    public long BytesOut => plain.BytesWritten;

    /// <summary>What is to be sent. It leaves with <see cref="FlushAsync"/>, or when a read has to wait.</summary>
    public PipeWriter Output => output;

    /// <summary>
    /// Whether the client has sent something that was not read yet, so that an answer may wait for the next one
    /// (RFC 2920 §3.2).
    /// </summary>
    public bool HasBufferedInput { get; private set; }

    /// <summary>
    /// Gives what is buffered, or sends what was written and waits for bytes. Follow it with <see cref="AdvanceTo"/>.
    /// </summary>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    /// <exception cref="OperationCanceledException">The token, or <see cref="InterruptRead"/>.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<ReadResult> ReadAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (input.TryRead(out ReadResult ready))
        {
            return Take(ready);
        }

        if (output.UnflushedBytes > 0)
        {
            // Not with the token, which ends the wait for the client: a write that is broken off leaves the rest
            // undefined, and no closing reply could follow it.
            await FlushAsync(SendTimeout, CancellationToken.None);
        }

        ReadResult result;
        deadline.Begin(WaitDeadline.Wait.Read, timeout);
        try
        {
            result = await input.ReadAsync(cancellationToken);
        }
        catch (ObjectDisposedException closed)
        {
            throw new IOException("The connection was closed.", closed);
        }
        finally
        {
            deadline.End();
        }

        return deadline.HasPassed ? throw new TimeoutException("The client sent nothing in time.") : Take(result);
    }

    /// <summary>The same for a piece of a message, which must arrive as fast as a credit asks.</summary>
    /// <param name="credit">The credit of the message.</param>
    /// <param name="timeout">The time for this piece, at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="TimeoutException">Nothing came in time, or too little all the time.</exception>
    public async ValueTask<ReadResult> ReadTransferAsync(
        TransferCredit credit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (credit.Left <= TimeSpan.Zero)
        {
            throw new TimeoutException("The message arrives too slowly.");
        }

        long start = TimeProvider.GetTimestamp();
        ReadResult result = await ReadAsync(credit.Left < timeout ? credit.Left : timeout, cancellationToken);
        credit.Record(TimeProvider.GetElapsedTime(start), result.Buffer.Length);
        return result;
    }

    /// <summary>Says how far was read, and how far was looked at.</summary>
    public void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        HasBufferedInput = !current.Slice(consumed).IsEmpty;
        current = default;
        input.AdvanceTo(consumed, examined);
    }

    /// <summary>
    /// Ends a <see cref="ReadAsync"/> that waits, or the next one, with an <see cref="OperationCanceledException"/>;
    /// may be called from any thread.
    /// </summary>
    public void InterruptRead() => input.CancelPendingRead();

    /// <summary>Sends what was written.</summary>
    /// <exception cref="TimeoutException">The client does not accept it in time, or has accepted too little all the
    /// time; the connection is closed.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask FlushAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (sending is not { } credit)
        {
            await SendAsync(timeout, cancellationToken);
            return;
        }

        // At least a moment: most of what is sent goes into the buffers of the system without a wait.
        TimeSpan left = credit.Left < ShortestSend ? ShortestSend : credit.Left;
        long bytes = output.UnflushedBytes;
        long start = TimeProvider.GetTimestamp();
        await SendAsync(left < timeout ? left : timeout, cancellationToken);
        credit.Record(TimeProvider.GetElapsedTime(start), bytes);
    }

    private async ValueTask SendAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        FlushResult result;
        deadline.Begin(WaitDeadline.Wait.Write, timeout);
        try
        {
            result = await output.FlushAsync(cancellationToken);
        }
        catch (ObjectDisposedException closed)
        {
            throw new IOException("The connection was closed.", closed);
        }
        finally
        {
            deadline.End();
        }

        if (result.IsCanceled)
        {
            // Part of it may have left; nothing sensible can follow it.
            Abort();
            throw new TimeoutException("The client did not accept the data in time.");
        }
    }

    /// <summary>Makes the handshake, as the server. What was read ahead in plain text is discarded.</summary>
    /// <returns>Whether the client had sent plain text ahead: an attack, or a broken client.</returns>
    /// <exception cref="AuthenticationException">The handshake failed; the connection is of no use any
    /// more.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async Task<bool> UpgradeToTlsAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (output.UnflushedBytes > 0)
        {
            await FlushAsync(SendTimeout, CancellationToken.None);
        }

        bool plainTextAhead = HasBufferedInput;
        await input.CompleteAsync();
        await output.CompleteAsync();
        HasBufferedInput = false;

        var upgraded = new SslStream(plain, leaveInnerStreamOpen: true);
        try
        {
            using CancellationTokenSource limit = new(timeout, TimeProvider);
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            await upgraded.AuthenticateAsServerAsync(tlsOptions!, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await upgraded.DisposeAsync();
            throw new TimeoutException("The TLS handshake took too long.");
        }
        catch
        {
            await upgraded.DisposeAsync();
            throw;
        }

        tls = upgraded;
        (input, output) = Open(upgraded);
        return plainTextAhead;
    }

    /// <summary>The channel binding of the connection for SCRAM-…-PLUS; null without TLS. RFC 5929, RFC 9266</summary>
    public ChannelBinding? GetChannelBinding(ChannelBindingKind kind) => tls?.TransportContext.GetChannelBinding(kind);

    /// <summary>The certificate that was shown to the client; null without TLS.</summary>
    public X509Certificate? LocalCertificate => tls?.LocalCertificate;

    /// <summary>Closes the connection at once; may be called from any thread.</summary>
    public void Abort() => plain.Dispose();

    /// <summary>Ends TLS and closes the connection. What was not sent stays unsent.</summary>
    public async ValueTask DisposeAsync()
    {
        await deadline.DisposeAsync();
        await input.CompleteAsync();

        // With an exception the writer gives its buffers back and sends nothing.
        await output.CompleteAsync(new IOException("The connection is being closed."));
        if (tls is not null)
        {
            await SendCloseNotifyAsync(tls);
            await tls.DisposeAsync();
        }

        await plain.DisposeAsync();
    }

    // A missing close_notify looks like a cut connection to the other side. RFC 8446 §6.1
    private async Task SendCloseNotifyAsync(SslStream stream)
    {
        Task shutdown = Task.CompletedTask;
        try
        {
            shutdown = stream.ShutdownAsync();
            await shutdown.WaitAsync(CloseNotifyTimeout, TimeProvider);
        }
        catch (Exception failure) when (
            failure is IOException or ObjectDisposedException or InvalidOperationException or TimeoutException
                or CryptographicException or Win32Exception)
        {
            // The client is gone already, does not read, or is in the middle of another handshake. What still runs ends
            // with the connection, and its failure is of no interest to anybody.
            _ = shutdown.ContinueWith(
                static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }

    private static (PipeReader Input, PipeWriter Output) Open(Stream stream) => (
        PipeReader.Create(
            stream,
            new StreamPipeReaderOptions(
                bufferSize: 16_384, minimumReadSize: 1_024, leaveOpen: true, useZeroByteReads: true)),
        PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 4_096, leaveOpen: true)));

    private ReadResult Take(ReadResult result)
    {
        if (result.IsCanceled)
        {
            // Nothing counts as looked at, so that the next read gives it again.
            input.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
            throw new OperationCanceledException("The read was interrupted.");
        }

        current = result.Buffer;
        return result;
    }
}

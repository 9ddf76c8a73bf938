using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Text;
using MailAdmin.Protocols.Transport;
using MailAdmin.Tests.Dialogues;

namespace MailAdmin.Tests.Transport;

public sealed class MailTransportTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly IPEndPoint Nowhere = new(IPAddress.Loopback, 1);
    private readonly ManualClock clock = new(DateTimeOffset.UnixEpoch);
    private readonly MemoryConnection client;
    private readonly MemoryConnection server;
    private readonly MailTransport transport;

    public MailTransportTests()
    {
        (client, server) = MemoryConnection.Open(int.MaxValue);
        transport = new MailTransport(server, Nowhere, Nowhere, TestCertificate.ServerOptions, clock);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await transport.DisposeAsync();
    }

    [Fact]
    public async Task What_was_written_leaves_when_a_read_waits()
    {
        transport.Output.Write("hello"u8);
        Task<ReadResult> read = transport.ReadAsync(Minute, default).AsTask();

        Assert.Equal("hello", await ReceiveAsync(5));

        await client.WriteAsync("x"u8.ToArray());
        Assert.Equal(1, (await read).Buffer.Length);
    }

    [Fact]
    public async Task What_was_written_stays_while_input_is_buffered()
    {
        await client.WriteAsync("one two"u8.ToArray());
        ReadResult first = await transport.ReadAsync(Minute, default);
        transport.AdvanceTo(first.Buffer.GetPosition(4), first.Buffer.GetPosition(4));
        transport.Output.Write("answer"u8);

        ReadResult second = await transport.ReadAsync(Minute, default);

        Assert.Equal("two", Encoding.ASCII.GetString(second.Buffer));
        Assert.Equal(6, transport.Output.UnflushedBytes);
    }

    [Fact]
    public async Task Buffered_input_is_what_was_not_consumed()
    {
        await client.WriteAsync("ab"u8.ToArray());
        ReadResult result = await transport.ReadAsync(Minute, default);

        transport.AdvanceTo(result.Buffer.GetPosition(1), result.Buffer.End);
        Assert.True(transport.HasBufferedInput);

        await client.WriteAsync("c"u8.ToArray());
        result = await transport.ReadAsync(Minute, default);
        transport.AdvanceTo(result.Buffer.End, result.Buffer.End);
        Assert.False(transport.HasBufferedInput);
    }

    [Fact]
    public async Task A_read_that_waits_too_long_times_out()
    {
        Task<ReadResult> read = transport.ReadAsync(Minute, default).AsTask();

        clock.Advance(Minute);

        await Assert.ThrowsAsync<TimeoutException>(() => read);
    }

    [Fact]
    public async Task A_deadline_of_an_earlier_read_does_not_end_a_later_one()
    {
        Task<ReadResult> first = transport.ReadAsync(Minute, default).AsTask();
        clock.Advance(Minute - TimeSpan.FromSeconds(1));
        await client.WriteAsync("x"u8.ToArray());
        ReadResult result = await first;
        transport.AdvanceTo(result.Buffer.End, result.Buffer.End);

        Task<ReadResult> second = transport.ReadAsync(Minute, default).AsTask();
        clock.Advance(Minute - TimeSpan.FromSeconds(1));
        await client.WriteAsync("y"u8.ToArray());

        Assert.Equal(1, (await second).Buffer.Length);
    }

    [Fact]
    public async Task An_interrupted_read_loses_nothing()
    {
        Task<ReadResult> read = transport.ReadAsync(Minute, default).AsTask();
        transport.InterruptRead();
        await Assert.ThrowsAsync<OperationCanceledException>(() => read);

        await client.WriteAsync("x"u8.ToArray());
        Assert.Equal(1, (await transport.ReadAsync(Minute, default)).Buffer.Length);
    }

    [Fact]
    public async Task An_interruption_that_comes_early_ends_the_next_read_also_when_octets_are_there()
    {
        await client.WriteAsync("ab"u8.ToArray());
        ReadResult result = await transport.ReadAsync(Minute, default);
        transport.AdvanceTo(result.Buffer.GetPosition(1), result.Buffer.GetPosition(1));

        transport.InterruptRead();

        await Assert.ThrowsAsync<OperationCanceledException>(() => transport.ReadAsync(Minute, default).AsTask());
        Assert.Equal("b", Encoding.ASCII.GetString((await transport.ReadAsync(Minute, default)).Buffer));
    }

    [Fact]
    public async Task Aborting_ends_a_read_that_waits()
    {
        Task<ReadResult> read = transport.ReadAsync(Minute, default).AsTask();

        transport.Abort();

        await Assert.ThrowsAsync<IOException>(() => read);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_cut_off()
    {
        await using MailTransport stuck = new(new StuckStream(), Nowhere, Nowhere, null, clock);
        stuck.Output.Write("hello"u8);
        Task flush = stuck.FlushAsync(Minute, default).AsTask();

        clock.Advance(Minute);

        await Assert.ThrowsAsync<TimeoutException>(() => flush);
    }

    [Fact]
    public async Task A_client_that_takes_little_all_the_time_is_cut_off()
    {
        SlowStream client = new();
        await using MailTransport slow = new(client, Nowhere, Nowhere, null, clock);
        slow.Limit(new ServerLimits { SendTimeout = TimeSpan.FromMinutes(5), MinTransferRate = 500 });

        // Within its time, once.
        slow.Output.Write("hello"u8);
        Task first = slow.FlushAsync(TimeSpan.FromMinutes(5), default).AsTask();
        clock.Advance(TimeSpan.FromMinutes(4.5));
        client.Accept();
        await first;

        // And most of its time is gone with that.
        client.Hold();
        slow.Output.Write("hello"u8);
        Task second = slow.FlushAsync(TimeSpan.FromMinutes(5), default).AsTask();
        clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => second);
    }

    [Fact]
    public async Task A_client_that_pauses_now_and_then_and_takes_much_between_is_served()
    {
        SlowStream client = new();
        await using MailTransport slow = new(client, Nowhere, Nowhere, null, clock);
        slow.Limit(new ServerLimits { SendTimeout = TimeSpan.FromMinutes(5), MinTransferRate = 500 });
        for (int i = 0; i < 10; i++)
        {
            client.Hold();
            slow.Output.Write(new byte[150_000]);
            Task flush = slow.FlushAsync(TimeSpan.FromMinutes(5), default).AsTask();
            clock.Advance(TimeSpan.FromMinutes(4.5));
            client.Accept();
            await flush;
        }
    }

    [Fact]
    public async Task A_handshake_that_does_not_come_times_out()
    {
        Task<bool> handshake = transport.UpgradeToTlsAsync(Minute, default);

        clock.Advance(Minute);

        await Assert.ThrowsAsync<TimeoutException>(() => handshake);
    }

    [Fact]
    public async Task Plain_text_ahead_of_the_handshake_is_discarded_and_reported()
    {
        await client.WriteAsync("STARTTLS\r\nEVIL\r\n"u8.ToArray());
        ReadResult command = await transport.ReadAsync(Minute, default);
        transport.AdvanceTo(command.Buffer.GetPosition(10), command.Buffer.GetPosition(10));
        Task<bool> handshake = transport.UpgradeToTlsAsync(Minute, default);
        await using SslStream tls = new(client, leaveInnerStreamOpen: true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = TestCertificate.HostName,
            RemoteCertificateValidationCallback = (_, shown, _, _) => TestCertificate.IsOurs(shown),
        });
        await tls.WriteAsync("GOOD"u8.ToArray());

        Assert.True(await handshake);
        Assert.True(transport.IsEncrypted);
        Assert.Equal("GOOD", Encoding.ASCII.GetString((await transport.ReadAsync(Minute, default)).Buffer));
    }

    [Fact]
    public async Task Closing_says_goodbye_to_TLS()
    {
        Task<bool> handshake = transport.UpgradeToTlsAsync(Minute, default);
        await using SslStream tls = new(client, leaveInnerStreamOpen: true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = TestCertificate.HostName,
            RemoteCertificateValidationCallback = (_, shown, _, _) => TestCertificate.IsOurs(shown),
        });
        Assert.False(await handshake);
        long before = transport.BytesOut;

        await transport.DisposeAsync();

        Assert.True(transport.BytesOut > before);
        Assert.Equal(0, await tls.ReadAsync(new byte[1]));
    }

    private async Task<string> ReceiveAsync(int count)
    {
        byte[] bytes = new byte[count];
        await client.ReadExactlyAsync(bytes);
        return Encoding.ASCII.GetString(bytes);
    }

    /// <summary>A connection whose other end takes nothing.</summary>
    private sealed class StuckStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

using System.Net;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3;
using MailAdmin.Protocols.Transport;
using MailAdmin.Tests.Sasl;
using MailAdmin.Tests.Server;
using Microsoft.Extensions.Logging.Abstractions;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Pop3;

/// <summary>The exclusive lock of the maildrop. RFC 1939 §4, §6</summary>
public sealed class MaildropLockTests
{
    private const string Ann = "ann@example.test";

    [Theory]
    [InlineData("STAT", false)]
    [InlineData("QUIT", true)]
    public async Task The_lock_is_released_before_QUIT_is_answered(string last, bool isFree)
    {
        await using TestStore store = await WithAccountsAsync(Ann);
        AccountId id = (await store.RecordAsync(Ann)).Id;
        bool wasFree = false;
        using Script script = new($"USER {Ann}\r\nPASS secret\r\n{last}\r\n", () =>
        {
            using IDisposable? exclusive = store.Storage.Mailboxes.TryLockExclusively(id);
            wasFree = exclusive is not null;
        });
        MailTransport transport = new(
            script, new IPEndPoint(IPAddress.Loopback, 1), new IPEndPoint(IPAddress.Loopback, 2), null, TimeProvider.System);
        OneUser user = new("user", ScramCredential.Create("secret", 4_096));
        SessionContext context = user.CreateSession(
            MailProtocol.Pop3, transport, authenticator: store.Authenticator, mailboxes: store.Storage.Mailboxes);

        await new Pop3SessionHandler(NullLogger<Pop3SessionHandler>.Instance).RunAsync(context, None, None);

        Assert.StartsWith("+OK", script.Answers[^1], StringComparison.Ordinal);
        Assert.Equal((4, isFree), (script.Answers.Length, wasFree));
        using IDisposable? later = store.Storage.Mailboxes.TryLockExclusively(id);
        Assert.NotNull(later);
    }

    /// <summary>A client that sends everything at once; an action runs whenever it is sent an answer.</summary>
    private sealed class Script(string text, Action answered) : Stream
    {
        private readonly MemoryStream input = new(Encoding.ASCII.GetBytes(text));
        private readonly StringBuilder output = new();

        public string[] Answers => output.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            input.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count)
        {
            output.Append(Encoding.ASCII.GetString(buffer, offset, count));
            answered();
        }

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.ToArray(), 0, buffer.Length);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

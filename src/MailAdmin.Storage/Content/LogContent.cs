using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Content;

/// <summary>The bytes of a message in the log.</summary>
internal sealed class LogContent(LogSegment segment, StoredBody body, Func<ReadOnlyMemory<byte>>? readStructure)
    : StoredContent(segment.Path, body.Size, body.Checksum, readStructure)
{
    private readonly LogSegment segment = segment;
    private readonly long bodyOffset = body.BodyOffset;

    protected override int Read(long offset, Span<byte> target) => segment.Read(bodyOffset + offset, target);
}

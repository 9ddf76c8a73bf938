using System.Security.Cryptography;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// The bytes of a message while it is imported: a small one in memory, a large one in a temporary file. A message whose
/// first line ends with LF alone is one of Unix, and each LF becomes CRLF; any other is kept byte for byte.
/// </summary>
/// <param name="place">Where it comes from, for errors.</param>
/// <param name="limit">The most bytes that it may have.</param>
internal sealed class MessageBody(string place, MailSize limit) : IDisposable
{
    /// <summary>The most bytes of a message in memory, which travel in one piece.</summary>
    public const int MaxInline = 1 << 20;

    private const int MaxFirstLine = 1_000;
    private readonly MemoryStream memory = new();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private FileStream? file;
    private bool isFirstLine = true;
    private bool converts;
    private byte last;

    public string Place => place;

    /// <summary>The number of bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the bytes are in memory.</summary>
    public bool IsInline => file is null;

    /// <summary>The bytes, if they are in memory.</summary>
    public ReadOnlyMemory<byte> Bytes => memory.GetBuffer().AsMemory(0, (int)Length);

    /// <summary>The SHA-256 of the bytes in hexadecimal digits, once it is complete.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Adds bytes.</summary>
    /// <exception cref="MailException">InvalidArgument: the message is too large, or no message.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int lineFeed = bytes.IndexOf((byte)'\n');
            int length = lineFeed < 0 ? bytes.Length : lineFeed;
            Put(bytes[..length]);
            bytes = bytes[length..];
            if (lineFeed < 0)
            {
                return;
            }

            converts = isFirstLine ? last != '\r' : converts;
            isFirstLine = false;
            Put(converts && last != '\r' ? "\r\n"u8 : "\n"u8);
            bytes = bytes[1..];
        }
    }

    /// <summary>Copies a stream.</summary>
    /// <exception cref="MailException">InvalidArgument: the message is too large, or no message.</exception>
    public void Write(Stream source)
    {
        byte[] buffer = new byte[64 << 10];
        for (int count = source.Read(buffer); count > 0; count = source.Read(buffer))
        {
            Write(buffer.AsSpan(0, count));
        }
    }

    /// <summary>Ends the message.</summary>
    /// <exception cref="MailException">InvalidArgument: it is no message.</exception>
    public void Complete()
    {
        Sha256 = Convert.ToHexString(hash.GetHashAndReset());
        byte[] head = Read(0, MaxFirstLine);
        ReadOnlySpan<byte> line = head.AsSpan().StartsWith("\uFEFF"u8) ? head.AsSpan(3) : head;
        int colon = line.IndexOfAny(":\r\n"u8);
        bool isField = colon > 0
            && line[colon] == ':'
            && line[..colon].TrimEnd(" \t"u8).IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
        if (!isField)
        {
            throw MailException.Of(MailError.InvalidArgument.As("NotAMessage"), place);
        }
    }

    /// <summary>Reads bytes at an offset: as many as there are, at most so many.</summary>
    public byte[] Read(long offset, int count)
    {
        byte[] bytes = new byte[(int)Math.Min(count, Math.Max(0, Length - offset))];
        if (file is null)
        {
            memory.GetBuffer().AsSpan((int)offset, bytes.Length).CopyTo(bytes);
        }
        else
        {
            file.Position = offset;
            file.ReadExactly(bytes);
        }

        return bytes;
    }

    public void Dispose()
    {
        hash.Dispose();
        memory.Dispose();
        file?.Dispose();
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (Length + bytes.Length > limit.Bytes)
        {
            throw MailException.Of(MailError.InvalidArgument.As("MessageOverLimit"), place, limit);
        }

        if (bytes.Contains((byte)0))
        {
            throw MailException.Of(MailError.InvalidArgument.As("NulInMessage"), place);
        }

        if (file is null && Length + bytes.Length > MaxInline)
        {
            file = TemporaryFile.Create();
            memory.WriteTo(file);
            memory.SetLength(0);
            memory.Capacity = 0;
        }

        ((Stream?)file ?? memory).Write(bytes);
        hash.AppendData(bytes);
        Length += bytes.Length;
        last = bytes[^1];
    }
}

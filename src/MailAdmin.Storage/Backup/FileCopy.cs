using System.Buffers;
using System.Security.Cryptography;
using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Backup;

/// <summary>Copies and hashes files, a piece at a time.</summary>
internal static class FileCopy
{
    private const int PieceLength = 1 << 20;
    private const FileShare Sharing = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Copies the first bytes of a file into a new private one, and makes it durable.</summary>
    /// <param name="source">The file.</param>
    /// <param name="target">The new file; its name is durable only after its folder is synced.</param>
    /// <param name="maxLength">The number of bytes; fewer are copied where the file ends.</param>
    /// <param name="copied">Receives the number of bytes of each piece.</param>
    /// <param name="cancellationToken">Cancels; a part of the new file is left.</param>
    /// <returns>The bytes that were copied, and their SHA-256.</returns>
    public static (long Length, string Sha256) Copy(
        string source, string target, long maxLength, Action<int> copied, CancellationToken cancellationToken)
    {
        using SafeFileHandle file = StorePlatform.OpenFile(
            target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        (long Length, string Sha256) result = Read(
            source,
            maxLength,
            (piece, offset) =>
            {
                RandomAccess.Write(file, piece.Span, offset);
                copied(piece.Length);
            },
            cancellationToken);
        StorePlatform.Sync(file);
        return result;
    }

    /// <summary>Returns the length of a file and its SHA-256.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (long Length, string Sha256) Hash(
        string path, Action<int> read, CancellationToken cancellationToken) =>
        Read(path, long.MaxValue, (piece, _) => read(piece.Length), cancellationToken);

    private static (long Length, string Sha256) Read(
        string path, long maxLength, Action<ReadOnlyMemory<byte>, long> use, CancellationToken cancellationToken)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, Sharing);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            long length = 0;
            while (length < maxLength)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int wanted = (int)Math.Min(PieceLength, maxLength - length);
                int count = RandomAccess.Read(file, buffer.AsSpan(0, wanted), length);
                if (count == 0)
                {
                    break;
                }

                hash.AppendData(buffer, 0, count);
                use(buffer.AsMemory(0, count), length);
                length += count;
            }

            return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

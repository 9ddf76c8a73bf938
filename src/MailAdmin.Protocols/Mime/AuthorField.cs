using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace MailAdmin.Protocols.Mime;

/// <summary>The authors that a From or Sender field names, read as ENVELOPE shows them. RFC 5322 §3.6.2</summary>
internal static class AuthorField
{
    /// <summary>
    /// Reads the addresses of a field; returns false when there is none, or when something in it is not an address.
    /// </summary>
    /// <param name="value">The value of the field, with or without its line ends.</param>
    /// <param name="authors">The addresses.</param>
    public static bool TryRead(ReadOnlySpan<byte> value, out List<EmailAddress> authors)
    {
        authors = [];
        byte[] buffer = ArrayPool<byte>.Shared.Rent(value.Length + AddressListReader.ScratchLength(value));
        try
        {
            Span<byte> unfolded = buffer.AsSpan(0, Unfold(value, buffer));
            AddressListReader reader = new(unfolded, buffer.AsSpan(unfolded.Length));
            while (reader.TryRead(out AddressItem item))
            {
                if (item.Kind != AddressItemKind.Address)
                {
                    continue;
                }

                if (!TryRead(item, out EmailAddress? author))
                {
                    return false;
                }

                authors.Add(author);
            }

            return authors.Count > 0 && !reader.IsCut;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Unfold(ReadOnlySpan<byte> value, Span<byte> target)
    {
        int length = 0;
        foreach (byte next in value)
        {
            if (next is not ((byte)'\r' or (byte)'\n'))
            {
                target[length++] = next;
            }
        }

        return length;
    }

    // The item has no quotes, so they are added: a quote within it must not be read as one around it.
    private static bool TryRead(in AddressItem item, [NotNullWhen(true)] out EmailAddress? author)
    {
        author = null;
        if (!Utf8.IsValid(item.Mailbox) || !Utf8.IsValid(item.Host))
        {
            return false;
        }

        string localPart = Encoding.UTF8.GetString(item.Mailbox)
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return EmailAddress.TryParse($"\"{localPart}\"@{Encoding.UTF8.GetString(item.Host)}", out author);
    }
}

using System.Buffers;
using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// The addresses of a field as ENVELOPE has them: without comments and the blanks that may stand within an address.
/// RFC 5322 §3.4, §4.4
/// </summary>
internal static class AddressText
{
    /// <summary>Whether addresses of a value may read otherwise than they stand there.</summary>
    public static bool MayDiffer(ReadOnlySpan<byte> value)
    {
        if (value.Contains((byte)'('))
        {
            return true;
        }

        for (int at = value.IndexOf((byte)'@'); at >= 0; at = value.IndexOf((byte)'@'))
        {
            if ((at > 0 && value[at - 1] is (byte)' ' or (byte)'\t')
                || (at + 1 < value.Length && value[at + 1] is (byte)' ' or (byte)'\t'))
            {
                return true;
            }

            value = value[(at + 1)..];
        }

        return false;
    }

    /// <summary>The addresses, one a line.</summary>
    public static string Of(ReadOnlySpan<byte> value)
    {
        StringBuilder text = new();
        byte[] scratch = ArrayPool<byte>.Shared.Rent(AddressListReader.ScratchLength(value));
        try
        {
            AddressListReader reader = new(value, scratch);
            while (reader.TryRead(out AddressItem item))
            {
                if (!item.Host.IsEmpty)
                {
                    text.Append(Encoding.UTF8.GetString(item.Mailbox)).Append('@')
                        .Append(Encoding.UTF8.GetString(item.Host)).Append('\n');
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }

        return text.ToString();
    }
}

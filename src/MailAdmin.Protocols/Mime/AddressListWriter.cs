using System.Buffers;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Writes a list of addresses as IMAP's address structures: (name route mailbox host), groups between one without host
/// and one without anything. RFC 9051 §7.5.2 (ENVELOPE)
/// </summary>
internal static class AddressListWriter
{
    /// <summary>Writes all addresses of an unfolded value, without parentheses around them.</summary>
    public static void Write(ReadOnlySpan<byte> value, WireWriter output)
    {
        byte[] scratch = ArrayPool<byte>.Shared.Rent(AddressListReader.ScratchLength(value));
        AddressListReader reader = new(value, scratch);
        while (reader.TryRead(out AddressItem item))
        {
            Write(item, output);
        }

        ArrayPool<byte>.Shared.Return(scratch);
    }

    private static void Write(in AddressItem item, WireWriter output)
    {
        if (item.Kind == AddressItemKind.GroupEnd)
        {
            output.Raw("(NIL NIL NIL NIL)"u8);
            return;
        }

        if (item.Kind == AddressItemKind.GroupBegin)
        {
            output.Raw("(NIL NIL "u8);
            output.String(item.Name);
            output.Raw(" NIL)"u8);
            return;
        }

        // A host of NIL would be a group, so an address without domain has an empty one.
        output.Raw("("u8);
        output.StringOrNil(item.Name);
        output.Raw(" "u8);
        output.StringOrNil(item.Route);
        output.Raw(" "u8);
        output.String(item.Mailbox);
        output.Raw(" "u8);
        output.String(item.Host);
        output.Raw(")"u8);
    }
}

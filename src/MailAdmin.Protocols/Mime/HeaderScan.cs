using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>Looks for a text in the fields of a header, one field at a time, unfolded and decoded.</summary>
internal static class HeaderScan
{
    // The rest of a longer field is not searched.
    private const int MaxField = 128 << 10;

    /// <summary>Whether the value of a field of a name has the text.</summary>
    public static ValueTask<bool> FieldContainsAsync(
        MessageContent content, ByteRange header, string name, SearchText text, CancellationToken cancellationToken) =>
        ScanAsync(content, header, name, text, cancellationToken);

    /// <summary>Whether a field, name included, has the text.</summary>
    public static ValueTask<bool> ContainsAsync(
        MessageContent content, ByteRange header, SearchText text, CancellationToken cancellationToken) =>
        ScanAsync(content, header, null, text, cancellationToken);

    private static async ValueTask<bool> ScanAsync(
        MessageContent content, ByteRange header, string? name, SearchText text, CancellationToken cancellationToken)
    {
        using MessageLineReader reader = new(content, header);
        using WireWriter field = new(1 << 10);
        bool wanted = false;
        do
        {
            while (reader.TryRead(out LineFragment line))
            {
                if (line.StartsLine && !HeaderLine.IsContinuation(line.Bytes))
                {
                    if (wanted && FieldText.Contains(field.Written, text))
                    {
                        return true;
                    }

                    field.Truncate(0);
                    wanted = BeginField(line.Text, name, field);
                }
                else if (wanted && field.Length < MaxField)
                {
                    field.Raw(line.Text);
                }
            }
        }
        while (await reader.FillAsync(cancellationToken));

        return wanted && FieldText.Contains(field.Written, text);
    }

    private static bool BeginField(ReadOnlySpan<byte> line, string? name, WireWriter field)
    {
        if (name is null)
        {
            field.Raw(line);
            return true;
        }

        bool isNamed = HeaderLine.TrySplit(line, out ReadOnlySpan<byte> own, out ReadOnlySpan<byte> value)
            && own.Length == name.Length
            && Ascii.EqualsIgnoreCase(own, name);
        field.Raw(isNamed ? value.TrimStart(" \t"u8) : default);
        return isNamed;
    }
}

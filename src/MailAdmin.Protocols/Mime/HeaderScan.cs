using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>Reads the fields of a header once, unfolded, for whoever looks for something in them.</summary>
internal static class HeaderScan
{
    // The rest of a longer field is not searched.
    private const int MaxField = 128 << 10;

    /// <summary>Shows the fields to a visitor until it has seen enough.</summary>
    public static async ValueTask VisitAsync(
        MessageContent content, ByteRange header, FieldVisitor visitor, CancellationToken cancellationToken)
    {
        using MessageLineReader reader = new(content, header);
        using WireWriter field = new(1 << 10);
        bool wanted = false;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (reader.TryRead(out LineFragment line))
            {
                if (line.StartsLine && !HeaderLine.IsContinuation(line.Bytes))
                {
                    if (wanted)
                    {
                        visitor.End(field.Written);
                    }

                    if (visitor.IsDone)
                    {
                        return;
                    }

                    field.Truncate(0);
                    wanted = visitor.Begin(line.Text, field);
                }
                else if (wanted && field.Length < MaxField)
                {
                    field.Raw(line.Text);
                }
            }
        }
        while (await reader.FillAsync(cancellationToken));

        if (wanted)
        {
            visitor.End(field.Written);
        }
    }
}

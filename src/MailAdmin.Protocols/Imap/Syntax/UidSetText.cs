using System.Globalization;
using System.Text;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>
/// UIDs as a uid-set for APPENDUID and COPYUID. RFC 4315 §4: the order is kept, neighbours become ranges.
/// </summary>
internal static class UidSetText
{
    public static string Format(IEnumerable<uint> uids)
    {
        StringBuilder text = new();
        uint first = 0;
        uint last = 0;
        foreach (uint uid in uids)
        {
            if (first != 0 && uid == last + 1)
            {
                last = uid;
                continue;
            }

            AppendRange(text, first, last);
            first = last = uid;
        }

        AppendRange(text, first, last);
        return text.ToString();
    }

    private static void AppendRange(StringBuilder text, uint first, uint last)
    {
        if (first == 0)
        {
            return;
        }

        if (text.Length > 0)
        {
            text.Append(',');
        }

        text.Append(CultureInfo.InvariantCulture, $"{first}");
        if (last != first)
        {
            text.Append(CultureInfo.InvariantCulture, $":{last}");
        }
    }
}

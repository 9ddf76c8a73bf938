using System.Text;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>A reply of another server. RFC 5321 §4.2; RFC 2034 §4 (enhanced codes)</summary>
/// <param name="Code">Three digits, 200 to 599.</param>
/// <param name="Lines">The texts of its lines, printable, bounded.</param>
internal sealed record RemoteReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>As much of a reply as is kept.</summary>
    public const int MaxText = 1_000;

    /// <summary>2yz.</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>5yz.</summary>
    public bool IsPermanent => Code >= 500;

    /// <summary>The enhanced code that it gives, if it fits the reply's own code; null: none.</summary>
    public string? Enhanced => Lines.Count > 0 ? ReadEnhanced(Lines[0]) : null;

    /// <summary>The enhanced code, or what the reply's code says at least.</summary>
    /// <param name="fallback">Subject and detail for a server that gives none, as <c>1.1</c>.</param>
    public string StatusOr(string fallback) => Enhanced ?? $"{(IsPermanent ? 5 : IsPositive ? 2 : 4)}.{fallback}";

    /// <summary>Code and text, lines joined by spaces.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(Code);
        string? enhanced = Enhanced;
        for (int i = 0; i < Lines.Count && text.Length < MaxText; i++)
        {
            // Servers repeat the enhanced code on each line.
            string line = i > 0 && enhanced is not null && Lines[i].StartsWith(enhanced + " ", StringComparison.Ordinal)
                ? Lines[i][(enhanced.Length + 1)..]
                : Lines[i];
            text.Append(' ').Append(line.Trim());
        }

        return text.Length > MaxText ? text.ToString(0, MaxText) : text.ToString();
    }

    // class "." subject "." detail, each of the last two of up to three digits
    private string? ReadEnhanced(string line)
    {
        string word = line.Split(' ', 2)[0];
        string[] parts = word.Split('.');
        bool wellFormed = parts.Length == 3 && word.Length <= 9 && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit));
        return wellFormed && parts[0].Length == 1 && parts[0][0] - '0' == Code / 100 ? word : null;
    }
}

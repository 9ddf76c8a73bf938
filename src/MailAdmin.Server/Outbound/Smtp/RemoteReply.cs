using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>A reply of another server. RFC 5321 §4.2; RFC 2034 §4 (enhanced codes)</summary>
/// <param name="Code">Three digits, 200 to 599.</param>
/// <param name="Lines">The texts of its lines, printable, bounded.</param>
internal sealed record RemoteReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>The most characters of a reply that are kept.</summary>
    public const int MaxText = 1_000;

    /// <summary>2yz.</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>5yz.</summary>
    public bool IsPermanent => Code >= 500;

    /// <summary>421: the server closes the connection.</summary>
    public bool IsClosing => Code == 421;

    /// <summary>The enhanced code of the reply, or null when it has none or one that contradicts its code.</summary>
    public string? Enhanced => Lines.Count > 0 ? ReadEnhanced(Lines[0]) : null;

    /// <summary>The enhanced code, or one made from the reply's code.</summary>
    /// <param name="fallback">Subject and detail for a server that gives none, such as <c>1.1</c>.</param>
    public string StatusOr(string fallback) => Enhanced ?? $"{(IsPermanent ? 5 : IsPositive ? 2 : 4)}.{fallback}";

    /// <summary>The result that this reply means for a recipient.</summary>
    public RecipientResult ToResult(QueueRecipient recipient, string fallback) => new()
    {
        Recipient = recipient,
        Action = IsPositive ? DeliveryAction.Relayed : IsPermanent ? DeliveryAction.Failed : DeliveryAction.Delayed,
        Status = StatusOr(fallback),
        Reply = ToString(),
        IsConnectionLost = IsClosing,
    };

    /// <summary>Ends the session when the server closes it, which it may do at any moment. RFC 5321 §3.8</summary>
    public void ThrowIfClosing()
    {
        if (IsClosing)
        {
            throw new SmtpFailure(SmtpFailureKind.Refused, StatusOr("3.2"), WrittenReason.Of("Written.Closes"), this);
        }
    }

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
        bool wellFormed = parts.Length == 3 && word.Length <= 9
            && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit));
        return wellFormed && parts[0].Length == 1 && parts[0][0] - '0' == Code / 100 ? word : null;
    }
}

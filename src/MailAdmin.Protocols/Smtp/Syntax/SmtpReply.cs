using System.Globalization;
using System.Text;

namespace MailAdmin.Protocols.Smtp.Syntax;

/// <summary>A reply, encoded once. RFC 5321 §4.2; RFC 2034 §4 (enhanced codes)</summary>
internal sealed class SmtpReply
{
    private readonly byte[] wire;

    /// <summary>A reply of one line.</summary>
    public SmtpReply(int code, string enhanced, string text, SmtpAction then = SmtpAction.Continue)
        : this(code, [enhanced + " " + text], then)
    {
        Enhanced = enhanced;
    }

    private SmtpReply(int code, IReadOnlyList<string> lines, SmtpAction then)
    {
        Code = code;
        Then = then;
        StringBuilder text = new();
        for (int i = 0; i < lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{code}{(i == lines.Count - 1 ? ' ' : '-')}{lines[i]}\r\n");
        }

        wire = Encoding.UTF8.GetBytes(text.ToString());
    }

    private SmtpReply(byte[] wire, int code, string enhanced)
    {
        this.wire = wire;
        Code = code;
        Enhanced = enhanced;
        Then = SmtpAction.Close;
    }

    /// <summary>The three digits.</summary>
    public int Code { get; }

    /// <summary>The enhanced code; empty for greetings.</summary>
    public string Enhanced { get; } = "";

    /// <summary>What follows.</summary>
    public SmtpAction Then { get; }

    /// <summary>Whether the command succeeded, or continues. RFC 5321 §4.2.1</summary>
    public bool IsPositive => Code < 400;

    /// <summary>Whether the client broke the protocol, other than by asking for what it may not have.</summary>
    public bool IsProtocolError => Code is >= 500 and <= 504 or 555;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Wire => wire;

    /// <summary>A reply without an enhanced code, as greetings are: RFC 2034 §3.</summary>
    public static SmtpReply Plain(int code, params IReadOnlyList<string> lines) =>
        new(code, lines, SmtpAction.Continue);

    /// <summary>The same reply, after which the connection is closed.</summary>
    public SmtpReply ThenClose() => new(wire, Code, Enhanced);

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(wire).TrimEnd();
}

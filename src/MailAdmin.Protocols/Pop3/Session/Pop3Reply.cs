using System.Text;

namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>Writes what follows the first line of a multi-line reply, the dot that ends it included.</summary>
internal delegate ValueTask Pop3Body(Pop3Writer writer, CancellationToken cancellationToken);

/// <summary>A reply. RFC 1939 §3; RFC 2449 §8 (response codes)</summary>
internal sealed class Pop3Reply
{
    private readonly byte[] wire;

    private Pop3Reply(string line, bool isPositive)
    {
        wire = Encoding.UTF8.GetBytes(line + "\r\n");
        IsPositive = isPositive;
    }

    /// <summary>Whether it is +OK.</summary>
    public bool IsPositive { get; }

    /// <summary>What follows.</summary>
    public Pop3Action Then { get; private init; }

    /// <summary>Whether the client broke the protocol, other than by asking for what it may not have.</summary>
    public bool IsProtocolError { get; private init; }

    /// <summary>The lines after the first, or null for a reply of one line.</summary>
    public Pop3Body? Body { get; private init; }

    /// <summary>The bytes of the first line.</summary>
    public ReadOnlySpan<byte> Wire => wire;

    public static Pop3Reply Ok(string text, Pop3Action then = Pop3Action.Continue) =>
        new("+OK " + text, true) { Then = then };

    public static Pop3Reply Lines(string text, Pop3Body body) => new("+OK " + text, true) { Body = body };

    /// <summary>Refuses, with the response code in brackets in front of the text if there is one.</summary>
    public static Pop3Reply Err(string text, Pop3Action then = Pop3Action.Continue) =>
        new("-ERR " + text, false) { Then = then };

    public static Pop3Reply BadSyntax(string text) => new("-ERR " + text, false) { IsProtocolError = true };

    /// <summary>The same reply, after which the connection is closed.</summary>
    public Pop3Reply ThenClose() =>
        new(Encoding.UTF8.GetString(wire).TrimEnd(), IsPositive) { Then = Pop3Action.Close };

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(wire).TrimEnd();
}

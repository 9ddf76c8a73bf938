using System.Buffers;
using System.Buffers.Text;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Sasl;

/// <summary>
/// One exchange as SMTP, POP3 and IMAP carry it: BASE64 lines, an optional initial response, '*' to give up.
/// </summary>
/// <remarks>
/// RFC 4954 §4 (SMTP), RFC 5034 §4 (POP3), RFC 9051 §6.2.2 (IMAP). The protocol writes each challenge after its own
/// prefix (<c>334 </c> or <c>+ </c>), also an empty one, and reads a line for the next step. Lines are limited by who
/// reads them.
/// </remarks>
internal sealed class SaslServer(SaslMechanism mechanism, SessionContext context)
{
    /// <summary>The maximum length of a line, CRLF included. RFC 4954 §4</summary>
    public const int LineLimit = 12_288;

    private readonly SaslExchange exchange = mechanism.Begin(context);

    /// <summary>Begins without an initial response.</summary>
    public ValueTask<SaslStep> StartAsync() => ValueTask.FromResult(SaslStep.Ask(mechanism.FirstChallenge));

    /// <summary>Begins with an initial response: BASE64, or '=' for an empty one.</summary>
    public ValueTask<SaslStep> StartAsync(ReadOnlySpan<byte> initialResponse, CancellationToken cancellationToken) =>
        initialResponse.SequenceEqual("="u8)
            ? exchange.StepAsync(default, cancellationToken)
            : DecodeAsync(initialResponse, cancellationToken);

    /// <summary>Goes on with a line of the client.</summary>
    public ValueTask<SaslStep> ContinueAsync(ReadOnlySpan<byte> line, CancellationToken cancellationToken) =>
        line.SequenceEqual("*"u8) ? ValueTask.FromResult(SaslStep.Cancelled) : DecodeAsync(line, cancellationToken);

    private ValueTask<SaslStep> DecodeAsync(ReadOnlySpan<byte> base64, CancellationToken cancellationToken)
    {
        // The decoder passes over white space, which RFC 4954 §4 does not allow.
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        if (base64.ContainsAny(" \t\r\n"u8)
            || Base64.DecodeFromUtf8(base64, bytes, out _, out int written) != OperationStatus.Done)
        {
            return ValueTask.FromResult(SaslStep.Malformed);
        }

        return exchange.StepAsync(bytes.AsMemory(0, written), cancellationToken);
    }
}

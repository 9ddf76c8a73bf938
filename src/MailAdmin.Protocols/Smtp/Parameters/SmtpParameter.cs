using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Parameters;

/// <summary>
/// Reads the value of a parameter, empty when there is none. Returns a reply when the value is refused.
/// </summary>
internal delegate SmtpReply? SmtpParameterReader<T>(SmtpSession session, ReadOnlySpan<byte> value, T parameters);

/// <summary>A parameter of a command. RFC 5321 §4.1.1.11</summary>
/// <param name="Keyword">Its keyword in capitals.</param>
/// <param name="Extension">The extension that it belongs to; it is accepted where that is offered.</param>
/// <param name="Read">Reads its value.</param>
internal sealed record SmtpParameter<T>(string Keyword, SmtpExtension Extension, SmtpParameterReader<T> Read);

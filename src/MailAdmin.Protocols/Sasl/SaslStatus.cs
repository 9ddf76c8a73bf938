namespace MailAdmin.Protocols.Sasl;

/// <summary>Where an exchange stands after a step. RFC 4422 §3</summary>
internal enum SaslStatus
{
    /// <summary>The challenge goes to the client, whose response is the next step.</summary>
    Challenge,

    /// <summary>The client proved its identity.</summary>
    Succeeded,

    /// <summary>The client may not log on; the refusal gives the cause.</summary>
    Refused,

    /// <summary>The client may not act as the identity that it asks for. RFC 4422 §3.4.1</summary>
    NotAuthorized,

    /// <summary>The client cancelled with '*'.</summary>
    Cancelled,

    /// <summary>What the client sent does not follow the mechanism, or is not BASE64.</summary>
    Malformed,
}

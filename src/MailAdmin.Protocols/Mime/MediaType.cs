namespace MailAdmin.Protocols.Mime;

/// <summary>The value of Content-Type. RFC 2045 §5</summary>
/// <param name="Type">The type, in capitals.</param>
/// <param name="Subtype">The subtype, in capitals.</param>
/// <param name="Parameters">The parameters, continuations joined.</param>
internal sealed record MediaType(byte[] Type, byte[] Subtype, IReadOnlyList<MimeParameter> Parameters)
{
    /// <summary>What a part is that does not say, or not in words that can be read. RFC 2045 §5.2</summary>
    public static MediaType PlainText { get; } = new("TEXT"u8.ToArray(), "PLAIN"u8.ToArray(), []);

    /// <summary>What a part of a multipart/digest is that does not say. RFC 2046 §5.1.5</summary>
    public static MediaType Message { get; } = new("MESSAGE"u8.ToArray(), "RFC822"u8.ToArray(), []);

    /// <summary>What is not described further. RFC 2046 §4.5.1</summary>
    public static MediaType Bytes { get; } = new("APPLICATION"u8.ToArray(), "OCTET-STREAM"u8.ToArray(), []);

    /// <summary>Whether it is text.</summary>
    public bool IsText => Type.AsSpan().SequenceEqual("TEXT"u8);

    /// <summary>Whether it has parts.</summary>
    public bool IsMultipart => Type.AsSpan().SequenceEqual("MULTIPART"u8);

    /// <summary>
    /// Whether it is a message with header and body: message/rfc822 and its successor of RFC 6532 §3.7.
    /// </summary>
    public bool IsMessage => Type.AsSpan().SequenceEqual("MESSAGE"u8)
        && (Subtype.AsSpan().SequenceEqual("RFC822"u8) || Subtype.AsSpan().SequenceEqual("GLOBAL"u8));

    /// <summary>Whether parts of it that do not say what they are are messages.</summary>
    public bool IsDigest => IsMultipart && Subtype.AsSpan().SequenceEqual("DIGEST"u8);

    /// <summary>A parameter's value; empty: none.</summary>
    public ReadOnlySpan<byte> this[ReadOnlySpan<byte> name] => Find(name)?.Value;

    /// <summary>Whether there is a parameter of a name.</summary>
    public bool Has(ReadOnlySpan<byte> name) => Find(name) is not null;

    /// <summary>Reads the value of Content-Type, or null when it cannot be read.</summary>
    public static MediaType? Parse(ReadOnlySpan<byte> value)
    {
        MimeValueReader reader = new(value);
        byte[] type = reader.ReadToken().ToUpperAscii();
        if (type.Length == 0)
        {
            return null;
        }

        byte[] subtype = reader.TryRead((byte)'/') ? reader.ReadToken().ToUpperAscii() : [];
        List<MimeParameter> parameters = ParameterContinuations.Join(reader.ReadParameters());
        return subtype.Length > 0 ? new MediaType(type, subtype, parameters) : WithUsualSubtype(type, parameters);
    }

    private MimeParameter? Find(ReadOnlySpan<byte> name)
    {
        foreach (MimeParameter parameter in Parameters)
        {
            if (parameter.Name.AsSpan().SequenceEqual(name))
            {
                return parameter;
            }
        }

        return null;
    }

    private static MediaType WithUsualSubtype(byte[] type, List<MimeParameter> parameters)
    {
        MediaType incomplete = new(type, [], parameters);
        if (incomplete.IsText)
        {
            return incomplete with { Subtype = PlainText.Subtype };
        }

        return incomplete.IsMultipart
            ? incomplete with { Subtype = "MIXED"u8.ToArray() }
            : Bytes with { Parameters = parameters };
    }
}

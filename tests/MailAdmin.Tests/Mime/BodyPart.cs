namespace MailAdmin.Tests.Mime;

/// <summary>A part as a BODYSTRUCTURE tells of it, read by the grammar of RFC 9051 §9, which it checks.</summary>
internal sealed record BodyPart
{
    public required int[] Path { get; init; }

    public required string Type { get; init; }

    public required string Subtype { get; init; }

    public required Dictionary<string, string> Parameters { get; init; }

    public string? Id { get; init; }

    public string? Description { get; init; }

    public string Encoding { get; init; } = "";

    public long? Size { get; init; }

    public long? Lines { get; init; }

    public object? Disposition { get; init; }

    public BodyPart[] Children { get; init; } = [];

    /// <summary>The envelope of the message inside.</summary>
    public object? Envelope { get; init; }

    /// <summary>The structure of the message inside.</summary>
    public BodyPart? Message { get; init; }

    /// <summary>It and all below it.</summary>
    public IEnumerable<BodyPart> All => [this, .. Children.SelectMany(child => child.All), .. Message?.All ?? []];

    public static BodyPart Read(object? value, bool extended) => ReadBody(value, [], isMessage: true, extended);

    private static BodyPart ReadBody(object? value, int[] path, bool isMessage, bool extended)
    {
        var fields = Assert.IsType<List<object?>>(value);
        return fields[0] is List<object?>
            ? ReadMultipart(fields, path, extended)
            : ReadSingle(fields, isMessage ? [.. path, 1] : path, extended);
    }

    private static BodyPart ReadMultipart(List<object?> fields, int[] path, bool extended)
    {
        int children = fields.FindIndex(field => field is not List<object?>);
        Assert.Equal(extended ? children + 5 : children + 1, fields.Count);
        if (extended)
        {
            CheckExtension(fields[(children + 2)..]);
        }

        return new BodyPart
        {
            Path = path,
            Type = "MULTIPART",
            Subtype = Assert.IsType<string>(fields[children]),
            Parameters = extended ? ReadParameters(fields[children + 1]) : [],
            Children = [.. Enumerable.Range(0, children).Select(
                index => ReadBody(fields[index], [.. path, index + 1], false, extended))],
        };
    }

    private static BodyPart ReadSingle(List<object?> fields, int[] path, bool extended)
    {
        string type = Assert.IsType<string>(fields[0]);
        string subtype = Assert.IsType<string>(fields[1]);
        Assert.NotEqual("MULTIPART", type);
        bool isMessage = type == "MESSAGE" && subtype is "RFC822" or "GLOBAL";
        int basic = isMessage ? 10 : type == "TEXT" ? 8 : 7;
        Assert.Equal(extended ? basic + 4 : basic, fields.Count);
        if (extended)
        {
            Assert.True(fields[basic] is null or string);
            CheckExtension(fields[(basic + 1)..]);
        }

        if (isMessage)
        {
            EnvelopeText.Check(fields[7]);
        }

        return new BodyPart
        {
            Path = path,
            Type = type,
            Subtype = subtype,
            Parameters = ReadParameters(fields[2]),
            Id = (string?)fields[3],
            Description = (string?)fields[4],
            Encoding = Assert.IsType<string>(fields[5]),
            Size = Assert.IsType<long>(fields[6]),
            Lines = basic > 7 ? Assert.IsType<long>(fields[basic - 1]) : null,
            Envelope = isMessage ? fields[7] : null,
            Message = isMessage ? ReadBody(fields[8], path, true, extended) : null,
            Disposition = extended ? fields[basic + 1] : null,
        };
    }

    // body-fld-dsp SP body-fld-lang SP body-fld-loc
    private static void CheckExtension(List<object?> fields)
    {
        Assert.Equal(3, fields.Count);
        if (fields[0] is not null)
        {
            var disposition = Assert.IsType<List<object?>>(fields[0]);
            Assert.Equal(2, disposition.Count);
            Assert.IsType<string>(disposition[0]);
            ReadParameters(disposition[1]);
        }

        Assert.True(
            fields[1] is null or string || ((List<object?>)fields[1]!).TrueForAll(language => language is string));
        Assert.True(fields[2] is null or string);
    }

    private static Dictionary<string, string> ReadParameters(object? value)
    {
        Dictionary<string, string> parameters = [];
        List<object?> list = value is null ? [] : Assert.IsType<List<object?>>(value);
        Assert.Equal(0, list.Count % 2);
        for (int index = 0; index < list.Count; index += 2)
        {
            parameters.Add(Assert.IsType<string>(list[index]), Assert.IsType<string>(list[index + 1]));
        }

        return parameters;
    }
}

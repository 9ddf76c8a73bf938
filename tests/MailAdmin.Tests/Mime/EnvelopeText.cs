namespace MailAdmin.Tests.Mime;

/// <summary>An ENVELOPE that was read, and its grammar. RFC 9051 §9 (envelope)</summary>
internal static class EnvelopeText
{
    /// <summary>Checks the form: four strings around six lists of addresses.</summary>
    public static void Check(object? envelope)
    {
        var fields = Assert.IsType<List<object?>>(envelope);
        Assert.Equal(10, fields.Count);
        foreach (int index in (int[])[0, 1, 8, 9])
        {
            Assert.True(fields[index] is null or string);
        }

        for (int index = 2; index < 8; index++)
        {
            CheckAddresses(fields[index]);
        }
    }

    /// <summary>The addresses of a field as "name|mailbox@host", groups left out.</summary>
    public static string[] Addresses(object? envelope, int field) =>
    [
        .. ((List<object?>?)((List<object?>)envelope!)[field] ?? [])
            .Cast<List<object?>>()
            .Where(address => address[3] is not null)
            .Select(address => $"{address[0]}|{address[2]}@{address[3]}"),
    ];

    // Groups begin and end in turn, and end at last.
    private static void CheckAddresses(object? value)
    {
        bool inGroup = false;
        foreach (object? item in value is null ? [] : Assert.IsType<List<object?>>(value))
        {
            var address = Assert.IsType<List<object?>>(item);
            Assert.Equal(4, address.Count);
            Assert.All(address, field => Assert.True(field is null or string));
            if (address[3] is null)
            {
                Assert.Equal(inGroup, address[2] is null);
                inGroup = !inGroup;
            }
            else
            {
                Assert.NotNull(address[2]);
            }
        }

        Assert.False(inGroup);
    }
}

namespace MailAdmin.Server.Arguments;

/// <summary>
/// How values that are stored look in the objects that cmdlets write: addresses and names as strings, times in the time
/// zone of this machine, as everything else in PowerShell.
/// </summary>
internal static class OutputConversion
{
    private static readonly Dictionary<(Type From, Type To), Delegate> Conversions = new()
    {
        [(typeof(EmailAddress), typeof(string))] = (EmailAddress? address) => address?.ToString(),
        [(typeof(DomainName), typeof(string))] = (DomainName? name) => name?.Ascii,
        [(typeof(IReadOnlyList<EmailAddress>), typeof(IReadOnlyList<string>))] = Texts<EmailAddress>,
        [(typeof(IReadOnlyList<DomainName>), typeof(IReadOnlyList<string>))] = Texts<DomainName>,
        [(typeof(DateTimeOffset), typeof(DateTime))] = (DateTimeOffset time) => time.LocalDateTime,
        [(typeof(DateTimeOffset?), typeof(DateTime?))] = (DateTimeOffset? time) => time?.LocalDateTime,
    };

    /// <summary>A function from one type to the other; null when there is none.</summary>
    public static Delegate? Find(Type from, Type to) => Conversions.GetValueOrDefault((from, to));

    /// <summary>The texts of addresses or names.</summary>
    public static IReadOnlyList<string> Texts<T>(IReadOnlyList<T> values)
        where T : notnull
    {
        if (values.Count == 0)
        {
            return SemicolonList.Empty<string>();
        }

        string[] texts = new string[values.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = values[i].ToString()!;
        }

        return texts;
    }
}

namespace MailAdmin.Dns;

/// <summary>The registered part of a name: two labels, or three under names such as co.jp and com.au.</summary>
public static class RegisteredName
{
    // The second-level labels under which countries register names, as far as they mean the same everywhere. A wrong
    // guess costs one more question; nothing is decided by it alone.
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "ac", "ad", "co", "com", "ed", "edu", "go", "gob", "gov", "gr", "id", "lg", "ltd", "me", "mil", "ne", "net",
        "nom", "or", "org", "plc", "re", "sch",
    };

    /// <summary>The registered part in A-labels; a name with fewer labels as it is.</summary>
    public static string Of(DomainName name)
    {
        string[] labels = name.Ascii.Split('.');
        bool isUnderKind = labels.Length >= 3 && labels[^1].Length == 2 && Kinds.Contains(labels[^2]);
        return string.Join('.', labels.TakeLast(isUnderKind ? 3 : 2));
    }
}

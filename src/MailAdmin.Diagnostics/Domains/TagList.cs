namespace MailAdmin.Diagnostics.Domains;

/// <summary>The list of tags of DKIM, DMARC, MTA-STS and TLS-RPT records: name=value, with semicolons between. RFC 6376 §3.2</summary>
internal static class TagList
{
    /// <summary>The tags; null: the text is no such list, or has a tag twice.</summary>
    public static Dictionary<string, string>? TryRead(string text)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (string part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=');
            if (equals <= 0 || !tags.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                return null;
            }
        }

        return tags;
    }

    /// <summary>Whether a text begins with a version tag, with or without blanks around the equals sign.</summary>
    public static bool HasVersion(string text, string version)
    {
        string first = text.Split(';')[0];
        string[] parts = first.Split('=', 2, StringSplitOptions.TrimEntries);
        return parts is ["v", var value] && value == version;
    }
}

namespace MailAdmin.Diagnostics.Domains;

/// <summary>The tags of a DKIM, DMARC, MTA-STS or TLS-RPT record: v=DMARC1; p=none. RFC 6376 §3.2</summary>
internal static class TagList
{
    /// <summary>The tags; null when the text is not such a list, or has a tag twice.</summary>
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

    /// <summary>Whether a text begins with a version tag, with or without spaces around the equals sign.</summary>
    public static bool HasVersion(string text, string version) =>
        text.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries) is ["v", var value] && value == version;
}

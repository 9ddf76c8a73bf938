using System.Text.Json;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>Compares directories by what they are on disk.</summary>
internal static class DirectoryComparison
{
    /// <summary>The first difference in words; null: they are the same.</summary>
    public static string? FindDifference(DirectorySnapshot found, DirectorySnapshot expected)
    {
        HashSet<string> left = Describe(found);
        HashSet<string> right = Describe(expected);
        int more = left.Count(one => !right.Contains(one));
        int less = right.Count(one => !left.Contains(one));
        return more + less == 0 ? null : $"has {more} records that the directory has not, and lacks {less}";
    }

    private static HashSet<string> Describe(DirectorySnapshot directory)
    {
        HashSet<string> all =
            [Text(DirectoryMapping.ToDocument(directory.Settings), DirectoryJson.Default.SettingsDocument)];
        foreach (DomainEntry domain in directory.Domains.Values)
        {
            all.Add(Text(DirectoryMapping.ToDocument(domain.Record), DirectoryJson.Default.DomainDocument));
        }

        foreach (AccountRecord account in directory.Accounts.Values)
        {
            all.Add(Text(DirectoryMapping.ToDocument(account), DirectoryJson.Default.AccountDocument));
        }

        foreach (AliasRecord alias in directory.Aliases.Values)
        {
            all.Add(Text(DirectoryMapping.ToDocument(alias), DirectoryJson.Default.AliasDocument));
        }

        foreach (GroupRecord group in directory.Groups.Values)
        {
            all.Add(Text(DirectoryMapping.ToDocument(group), DirectoryJson.Default.GroupDocument));
        }

        return all;
    }

    private static string Text<T>(T document, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Serialize(document, type);
}

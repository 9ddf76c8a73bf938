using System.Text;
using MailAdmin.Texts;

namespace MailAdmin.Storage.Directory;

/// <summary>Compares directories by what is stored of them.</summary>
internal static class DirectoryComparison
{
    /// <summary>What differs, as a text of a finding; null when nothing does.</summary>
    public static MailText? FindDifference(DirectorySnapshot found, DirectorySnapshot expected)
    {
        HashSet<(DirectoryKind, string)> left = Describe(found);
        HashSet<(DirectoryKind, string)> right = Describe(expected);
        int more = left.Count(one => !right.Contains(one));
        int less = right.Count(one => !left.Contains(one));
        return more + less == 0 ? null : MailText.Of("Finding.DirectoryBehind", more, less);
    }

    private static HashSet<(DirectoryKind Kind, string Json)> Describe(DirectorySnapshot directory) =>
    [
        .. DirectoryKinds.All.SelectMany(
            kind => directory.Of(kind).Records, (kind, record) => (kind, Encoding.UTF8.GetString(kind.Write(record)))),
    ];
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace MailAdmin.Tests.Imap;

/// <summary>
/// What a client knows of its selected mailbox from nothing but untagged responses. RFC 9051 §5.2, §7.5.1
/// </summary>
internal sealed partial class MailboxReplica
{
    private readonly List<Entry> entries = [];
    private bool isAnnounced;

    public int Count => entries.Count;

    public IReadOnlyList<Entry> Entries => entries;

    public void Apply(string response)
    {
        Match numbered = Numbered().Match(response);
        if (!numbered.Success)
        {
            return;
        }

        int number = int.Parse(numbered.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        switch (numbered.Groups[2].Value)
        {
            case "EXISTS":
                Assert.True(
                    number >= entries.Count,
                    $"EXISTS {number} takes messages away that no EXPUNGE took; there were {entries.Count}");
                entries.AddRange(Enumerable.Range(0, number - entries.Count).Select(_ => new Entry(null, null)));
                isAnnounced = true;
                break;
            case "EXPUNGE":
                Assert.InRange(number, 1, entries.Count);
                entries.RemoveAt(number - 1);
                break;
            case "FETCH":
                Assert.True(
                    isAnnounced && number <= entries.Count, $"FETCH of number {number}, with {entries.Count} messages");
                Update(number - 1, response);
                break;
            default:
                break;
        }
    }

    /// <summary>Enters what the client itself asked for.</summary>
    public void ApplyOwnChange(int index, char sign, string flag)
    {
        if (entries[index].Flags is { } flags)
        {
            IEnumerable<string> words =
                flags.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word != flag);
            entries[index] = entries[index] with { Flags = Join(sign == '+' ? words.Append(flag) : words) };
        }
    }

    [GeneratedRegex("^([0-9]+) ([A-Z]+)")]
    private static partial Regex Numbered();

    [GeneratedRegex("UID ([0-9]+)")]
    private static partial Regex Uid();

    [GeneratedRegex("FLAGS \\(([^)]*)\\)")]
    private static partial Regex Flags();

    private static string Join(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));

    private void Update(int index, string response)
    {
        Entry entry = entries[index];
        if (Uid().Match(response) is { Success: true } uid)
        {
            uint value = uint.Parse(uid.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            Assert.True(
                entry.Uid is null || entry.Uid == value,
                $"the UID of number {index + 1} changed from {entry.Uid} to {value}");
            entry = entry with { Uid = value };
        }

        if (Flags().Match(response) is { Success: true } flags)
        {
            entry = entry with { Flags = Join(
                flags.Groups[1].Value.Split(' ').Where(word => word.Length > 0 && word != "\\Recent")) };
        }

        entries[index] = entry;
    }

    /// <summary>A message; null: the client was not told.</summary>
    public sealed record Entry(uint? Uid, string? Flags);
}
